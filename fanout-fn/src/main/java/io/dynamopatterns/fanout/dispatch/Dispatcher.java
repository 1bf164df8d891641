package io.dynamopatterns.fanout.dispatch;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.send.QueueMessage;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.fanout.change.ChangeFilters;
import io.dynamopatterns.fanout.change.TableChange;
import io.dynamopatterns.fanout.message.ChangeMessage;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Sends each change of a batch to the queue of every subscriber that wants it. The subscribers are
 * served side by side, and none waits for another.
 *
 * <p>A record fails, and is delivered again with what follows it, if it is not a change, or if
 * neither queue of some subscriber took its message. What was sent already is sent again then, with
 * the same ids.
 */
public final class Dispatcher {
  private final String table;
  private final ChangeMessages messages;
  private final ChangeFilters filters;
  private final List<SubscriberQueue> queues;

  /**
   * @param table the name of the table whose stream it is
   * @param backoff how many requests in a row may deliver nothing before a queue is given up
   * @throws IllegalArgumentException if a subscriber's filter is none
   */
  public Dispatcher(
      String table,
      ChangeMessages messages,
      List<Subscriber> subscribers,
      SqsClient sqs,
      Backoff backoff) {
    this.table = table;
    this.messages = messages;
    this.filters = new ChangeFilters(subscribers);
    this.queues =
        subscribers.stream()
            .map(subscriber -> new SubscriberQueue(subscriber, sqs, backoff))
            .toList();
  }

  /** Dispatches one batch. */
  public StreamBatch<Wanted> dispatch(StreamBatch<ItemChange> changes, Call call) {
    StreamBatch<Wanted> batch = changes.map(this::wanted);
    return batch.together(call, "dispatched", records -> send(records, batch, call));
  }

  /**
   * A change as a message.
   *
   * @param message has the change's place in the batch as its number
   * @param subscribers that want it
   */
  public record Wanted(ChangeMessage message, Set<String> subscribers) {}

  private Wanted wanted(Delivered<ItemChange> delivered) {
    // Ids and groups are made of the table's name, so a stream of another table must not pass.
    if (!delivered.value().table().equals(table)) {
      throw new IllegalArgumentException(
          "malformed record: eventSourceARN must be the stream of table %s (FANOUT_TABLE), but is '%s'"
              .formatted(table, delivered.source()));
    }
    TableChange change = TableChange.of(delivered);
    return new Wanted(messages.live(delivered.index(), change), filters.subscribersOf(change));
  }

  private void send(List<Delivered<Wanted>> records, StreamBatch<Wanted> batch, Call call) {
    Map<Long, Delivered<Wanted>> byNumber = new HashMap<>();
    Map<String, List<QueueMessage>> bySubscriber = new LinkedHashMap<>();
    int omitted = 0;
    for (Delivered<Wanted> each : records) {
      ChangeMessage message = each.value().message();
      byNumber.put(message.queued().number(), each);
      for (String subscriber : each.value().subscribers()) {
        bySubscriber.computeIfAbsent(subscriber, name -> new ArrayList<>()).add(message.queued());
      }
      omitted += message.imagesOmitted() ? 1 : 0;
    }
    call.telemetry().count("Changes", records.size());
    call.telemetry().count("ImagesOmitted", omitted);
    send(bySubscriber, call.deadline(), call.telemetry())
        .forEach(
            (number, reason) ->
                batch.fail(
                    byNumber.get(number), new NotDoneException("not dispatched: " + reason)));
  }

  /** Serves all subscribers at once; returns the numbers of what was not sent, with the reasons. */
  private Map<Long, String> send(
      Map<String, List<QueueMessage>> bySubscriber, Deadline deadline, Telemetry telemetry) {
    Map<Long, String> notSent = new LinkedHashMap<>();
    List<SubscriberQueue> wanting =
        queues.stream().filter(queue -> bySubscriber.containsKey(queue.subscriber())).toList();
    if (wanting.isEmpty()) {
      return notSent;
    }
    Map<String, Future<Map<Long, String>>> running = new LinkedHashMap<>();
    // Threads live no longer than the batch: none is left for a frozen or snapshot environment.
    try (ExecutorService executor = Executors.newFixedThreadPool(wanting.size())) {
      for (SubscriberQueue queue : wanting) {
        List<QueueMessage> wanted = bySubscriber.get(queue.subscriber());
        running.put(
            queue.subscriber(), executor.submit(() -> queue.send(wanted, deadline, telemetry)));
      }
    }
    running.forEach(
        (subscriber, run) -> {
          if (run.state() == Future.State.SUCCESS) {
            notSent.putAll(run.resultNow());
          } else {
            String reason = failure(run);
            bySubscriber.get(subscriber).forEach(message -> notSent.put(message.number(), reason));
          }
        });
    return notSent;
  }

  private static String failure(Future<?> run) {
    if (run.state() == Future.State.CANCELLED) {
      return "interrupted before it was sent";
    }
    // An Error must end the run: what it stopped would otherwise look like a passing failure.
    if (run.exceptionNow() instanceof Error error) {
      throw error;
    }
    return run.exceptionNow().toString();
  }
}
