package io.dynamopatterns.fanout.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.fanout.kit.FakeSqs;
import io.dynamopatterns.fanout.kit.FakeSqs.Fate;
import io.dynamopatterns.fanout.kit.FakeSqs.Queued;
import io.dynamopatterns.fanout.kit.Invocations;
import io.dynamopatterns.fanout.kit.Messages;
import io.dynamopatterns.fanout.kit.SourceTable;
import io.dynamopatterns.fanout.kit.Subscribers;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Whatever fails: every subscriber has each change that it wants, once by its ids, in order of each
 * item.
 */
class DispatchPropertyTest {
  private static final Subscriber DEAD = Subscribers.queue("dead");
  private static final Map<Subscriber, Predicate<SourceTable.Change>> WANTED =
      Map.of(
          Subscribers.queue("all"),
          change -> true,
          Subscribers.queue("errors", Subscribers.ERRORS),
          change -> change.status() >= 400 && !change.eventName().equals("REMOVE"),
          Subscribers.queue("presentations", Subscribers.PRESENTATIONS),
          change -> change.path().startsWith("/presentations/"),
          DEAD,
          change -> true);

  @Property(tries = 60)
  void everySubscriberHasEachOfItsChangesOnceAndInOrder(
      @ForAll long seed, @ForAll @IntRange(max = 40) int percentFailing) {
    Random random = new Random(seed);
    SourceTable pages = changes(random, 120);
    FakeSqs sqs = new FakeSqs().with(new Failing(random, percentFailing));
    sqs.delete(DEAD.queue());
    Dispatcher dispatcher = Invocations.dispatcher(sqs, List.copyOf(WANTED.keySet()));

    int from = 0;
    while (from < pages.changes().size()) {
      int to = Math.min(pages.changes().size(), from + 1 + random.nextInt(50));
      deliver(dispatcher, pages.changes().subList(from, to), random, sqs);
      from = to;
    }

    WANTED.forEach(
        (subscriber, wanted) -> {
          boolean dead = subscriber.equals(DEAD);
          assertThat(sqs.messages(dead ? subscriber.queue() : subscriber.deadLetters())).isEmpty();
          assertThat(
                  Messages.consumed(
                      bodies(sqs, dead ? subscriber.deadLetters() : subscriber.queue())))
              .as(subscriber.name())
              .isEqualTo(Messages.expected(pages.changes().stream().filter(wanted).toList()));
        });
  }

  /** Negative control: messages of one item side by side in a request end in the wrong order. */
  @Example
  void requestsWithSeveralMessagesOfAnItemWouldLoseTheOrder() {
    SourceTable pages = changes(new Random(1), 120);
    Subscriber all = Subscribers.queue("all");
    FakeSqs whole = new FakeSqs();
    Invocations.dispatch(Invocations.dispatcher(whole, List.of(all)), pages.event());
    FakeSqs failing = new FakeSqs().with(new Failing(new Random(1), 20));

    List<Queued> waiting = new ArrayList<>(whole.messages(all.queue()));
    while (!waiting.isEmpty()) {
      List<Queued> request = List.copyOf(waiting.subList(0, Math.min(10, waiting.size())));
      try {
        failing
            .sendMessageBatch(send -> send.queueUrl(all.queue()).entries(entries(request)))
            .successful()
            .forEach(taken -> waiting.remove(request.get(Integer.parseInt(taken.id()))));
      } catch (RuntimeException e) {
        // The whole request is sent again.
      }
    }

    assertThat(failing.messages(all.queue())).hasSize(120);
    assertThat(Messages.consumed(bodies(failing, all.queue())))
        .isNotEqualTo(Messages.expected(pages.changes()));
  }

  /** Negative control: with another id for each delivery, what is delivered again is new. */
  @Example
  void idsThatDifferFromDeliveryToDeliveryWouldDoubleChanges() {
    SourceTable pages = changes(new Random(1), 20);
    Subscriber all = Subscribers.queue("all");
    FakeSqs sqs = new FakeSqs();
    Dispatcher dispatcher = Invocations.dispatcher(sqs, List.of(all));
    for (int delivery = 0; delivery < 2; delivery++) {
      Invocations.dispatch(dispatcher, pages.event());
      sqs.forgetDuplicates();
    }
    List<String> renamed =
        bodies(sqs, all.queue()).stream()
            .map(body -> body.replaceFirst("\"id\":\"[0-9a-f]{64}", "\"id\":\"" + anyId()))
            .toList();

    assertThat(Messages.consumed(bodies(sqs, all.queue())))
        .isEqualTo(Messages.expected(pages.changes()));
    assertThat(Messages.consumed(renamed)).isNotEqualTo(Messages.expected(pages.changes()));
  }

  /**
   * As Lambda: a batch is delivered again from the failed record on, and sometimes for no reason.
   */
  private static void deliver(
      Dispatcher dispatcher, List<SourceTable.Change> batch, Random random, FakeSqs sqs) {
    List<SourceTable.Change> left = batch;
    do {
      DynamodbEvent event = SourceTable.event(left);
      Optional<String> failed = Invocations.dispatch(dispatcher, event).answer().stream().findAny();
      if (random.nextInt(5) == 0) {
        sqs.forgetDuplicates();
      }
      if (failed.isPresent()) {
        List<String> sequences = left.stream().map(SourceTable.Change::sequence).toList();
        left = left.subList(sequences.indexOf(failed.get()), left.size());
      } else if (random.nextInt(3) > 0) {
        left = List.of();
      }
    } while (!left.isEmpty());
  }

  private static SourceTable changes(Random random, int count) {
    SourceTable pages = new SourceTable();
    List<String> there = new ArrayList<>();
    while (pages.changes().size() < count) {
      String path = (random.nextInt(3) == 0 ? "/presentations/" : "/") + random.nextInt(6);
      if (there.contains(path) && random.nextInt(6) == 0) {
        there.remove(path);
        pages.delete(path);
      } else {
        there.remove(path);
        there.add(path);
        pages.put(path, random.nextInt(4) == 0 ? 400 + random.nextInt(200) : 200);
      }
    }
    return pages;
  }

  private static List<String> bodies(FakeSqs sqs, String queue) {
    return sqs.messages(queue).stream().map(Queued::body).toList();
  }

  private static List<SendMessageBatchRequestEntry> entries(List<Queued> messages) {
    return IntStream.range(0, messages.size())
        .mapToObj(
            i ->
                SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(i))
                    .messageGroupId(messages.get(i).group())
                    .messageDeduplicationId(messages.get(i).deduplicationId())
                    .messageBody(messages.get(i).body())
                    .build())
        .toList();
  }

  private static String anyId() {
    return UUID.randomUUID().toString().replace("-", "").repeat(2);
  }

  /**
   * Requests and messages fail at random, answers get lost; but never so often in a row that a
   * queue is given up.
   */
  private static final class Failing implements FakeSqs.Faults {
    private static final Fate[] OF_REQUEST = {Fate.LOST, Fate.THROTTLED, Fate.FAILED};

    private final Random random;
    private final int percent;
    private final Map<String, Integer> inARow = new HashMap<>();
    private boolean spared;

    Failing(Random random, int percent) {
      this.random = random;
      this.percent = percent;
    }

    @Override
    public Fate ofRequest(String queue) {
      spared = inARow.getOrDefault(queue, 0) >= 2;
      if (!spared && random.nextInt(100) < percent) {
        inARow.merge(queue, 1, Integer::sum);
        return OF_REQUEST[random.nextInt(OF_REQUEST.length)];
      }
      inARow.put(queue, 0);
      return Fate.TAKEN;
    }

    @Override
    public Fate ofMessage(String queue, String deduplicationId) {
      if (!spared && random.nextInt(100) < percent) {
        inARow.put(queue, 2);
        return Fate.FAILED;
      }
      return Fate.TAKEN;
    }
  }
}
