package io.dynamopatterns.fanout.dispatch;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.send.QueueMessage;
import io.dynamopatterns.common.stream.StreamBatch;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.fanout.change.ChangeFilters;
import io.dynamopatterns.fanout.change.StreamChanges;
import io.dynamopatterns.fanout.change.TableChange;
import io.dynamopatterns.fanout.message.ChangeMessage;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Sends each change of a batch to the queue of every subscriber that wants it. The subscribers are
 * served side by side, and none waits for another.
 *
 * <p>A record fails, and is delivered again with what follows it, if it is no change, or if neither
 * queue of some subscriber took its message. What was sent already is sent again then, with the
 * same ids.
 */
public final class Dispatcher {
  private final StreamChanges changes;
  private final ChangeMessages messages;
  private final ChangeFilters filters;
  private final List<SubscriberQueue> queues;

  /**
   * @param backoff how many requests in a row may deliver nothing before a queue is given up
   * @throws IllegalArgumentException if a subscriber's filter is none
   */
  public Dispatcher(
      StreamChanges changes,
      ChangeMessages messages,
      List<Subscriber> subscribers,
      SqsClient sqs,
      Backoff backoff) {
    this.changes = changes;
    this.messages = messages;
    this.filters = new ChangeFilters(subscribers);
    this.queues =
        subscribers.stream()
            .map(subscriber -> new SubscriberQueue(subscriber, sqs, backoff))
            .toList();
  }

  /** Dispatches one batch and says from where it must be delivered again, if it must. */
  public StreamsEventResponse dispatch(
      DynamodbEvent event, Deadline deadline, Telemetry telemetry) {
    StreamBatch<DynamodbStreamRecord> batch = StreamBatch.of(event);
    List<DynamodbStreamRecord> read = new ArrayList<>();
    Map<String, List<QueueMessage>> bySubscriber = new LinkedHashMap<>();
    for (List<DynamodbStreamRecord> lane : batch.lanes()) {
      read(lane, batch, read, bySubscriber, telemetry);
    }
    send(bySubscriber, deadline, telemetry)
        .forEach(
            (number, reason) ->
                batch.fail(read.get(number.intValue()), new NotDispatchedException(reason)));
    batch.forEachFailure((change, cause) -> reportFailure(change, cause, telemetry));
    return batch.response();
  }

  /**
   * Reads a lane up to its first malformed record: what follows waits until that one is gone.
   *
   * @param read is added the records, which are the numbers of their messages
   * @param bySubscriber is added the messages that each subscriber wants
   */
  private void read(
      List<DynamodbStreamRecord> lane,
      StreamBatch<DynamodbStreamRecord> batch,
      List<DynamodbStreamRecord> read,
      Map<String, List<QueueMessage>> bySubscriber,
      Telemetry telemetry) {
    for (DynamodbStreamRecord streamRecord : lane) {
      try {
        TableChange change = changes.change(streamRecord);
        ChangeMessage message = messages.live(read.size(), change);
        for (String subscriber : filters.subscribersOf(change)) {
          bySubscriber.computeIfAbsent(subscriber, name -> new ArrayList<>()).add(message.queued());
        }
        read.add(streamRecord);
        telemetry.count("Changes", 1);
        telemetry.count("ImagesOmitted", message.imagesOmitted() ? 1 : 0);
      } catch (RuntimeException e) {
        batch.fail(streamRecord, e);
        return;
      }
    }
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

  private static void reportFailure(
      DynamodbStreamRecord change, Throwable cause, Telemetry telemetry) {
    boolean rejected = !(cause instanceof NotDispatchedException);
    telemetry.count(rejected ? "Rejected" : "NotDispatched", 1);
    telemetry.error(
        rejected ? "change rejected" : "change not dispatched",
        cause,
        "stream",
        change.getEventSourceARN(),
        "eventId",
        change.getEventID(),
        "sequenceNumber",
        change.getDynamodb() == null ? null : change.getDynamodb().getSequenceNumber());
  }
}
