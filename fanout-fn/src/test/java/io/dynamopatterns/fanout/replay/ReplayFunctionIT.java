package io.dynamopatterns.fanout.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.fanout.kit.FakeSqs;
import io.dynamopatterns.fanout.kit.FakeSqs.Fate;
import io.dynamopatterns.fanout.kit.FakeSqs.Queued;
import io.dynamopatterns.fanout.kit.Histories;
import io.dynamopatterns.fanout.kit.Invocations;
import io.dynamopatterns.fanout.kit.Messages;
import io.dynamopatterns.fanout.kit.SourceTable;
import io.dynamopatterns.fanout.kit.Subscribers;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.testkit.LoggedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Replays from a history that the history's own recorder kept. */
class ReplayFunctionIT {
  private static final Subscriber ALL = Subscribers.queue("all");
  private static final Subscriber ERRORS = Subscribers.queue("errors", Subscribers.ERRORS);
  private static final Subscriber DELETES =
      Subscribers.queue("deletes", "{\"eventName\":[\"REMOVE\"]}");
  private static final List<Subscriber> SUBSCRIBERS = List.of(ALL, ERRORS, DELETES);
  private static final Map<String, Object> EVERYTHING =
      Map.of("from", "2026-11-20T00:00:00Z", "to", "2026-11-21T00:00:00Z");

  private static final Deadline ONE_MINUTE = Deadline.after(Duration.ofMinutes(1));

  private final String history = Histories.newTable();
  private final SourceTable pages = new SourceTable();
  private final FakeSqs live = new FakeSqs();
  private final FakeSqs sqs = new FakeSqs();

  @Test
  void aReplaySendsWhatWasDeliveredWithTheSameIdsAndItsName() {
    manyChanges();
    dispatchLive();

    for (Subscriber subscriber : SUBSCRIBERS) {
      Map<String, Object> answer = replay(subscriber, EVERYTHING);

      assertThat(answer).containsEntry("done", true).doesNotContainKey("next");
      List<String> delivered = bodies(live, subscriber);
      List<String> replayed = bodies(sqs, subscriber);
      assertThat(answer).containsEntry("sent", (long) delivered.size());
      assertThat(answer).containsEntry("matched", (long) delivered.size());
      assertThat(answer)
          .containsEntry("filtered", (long) (pages.changes().size() - delivered.size()));
      assertThat(replayed.stream().map(body -> withoutReplay(body, "again")))
          .containsExactlyInAnyOrderElementsOf(delivered);
      assertThat(Messages.consumed(replayed)).isEqualTo(Messages.consumed(delivered));
    }
  }

  @Test
  void theChangesOfOneItemAreReplayedAloneAndInOrder() {
    manyChanges();
    record();
    Map<String, Object> answer = replay(ALL, Map.of("key", key("/3")));

    List<SourceTable.Change> ofItem =
        pages.changes().stream().filter(change -> change.path().equals("/3")).toList();
    assertThat(answer).containsEntry("sent", (long) ofItem.size()).containsEntry("done", true);
    assertThat(Messages.consumed(bodies(sqs, ALL))).isEqualTo(Messages.expected(ofItem));
  }

  @Test
  void aTimeRangeHasItsFirstTimeAndNotItsLast() {
    IntStream.range(0, 10).forEach(i -> pages.put("/" + i % 2, 200));
    record();
    // Change i happened at 10:00:01 plus i seconds.
    Map<String, Object> range =
        Map.of("from", "2026-11-20T10:00:03Z", "to", "2026-11-20T10:00:07Z");
    replay(ALL, range);
    assertThat(Messages.consumed(bodies(sqs, ALL)))
        .isEqualTo(Messages.expected(pages.changes().subList(2, 6)));

    Map<String, Object> ofItem = new HashMap<>(range);
    ofItem.put("key", key("/1"));
    ofItem.put("replay", "item");
    assertThat(replay(ALL, ofItem)).containsEntry("sent", 2L);
  }

  @Test
  void aDryRunCountsAndSendsNothing() {
    manyChanges();
    record();
    Map<String, Object> request = new HashMap<>(EVERYTHING);
    request.put("dryRun", true);

    Map<String, Object> answer = replay(DELETES, request);

    long deletes =
        pages.changes().stream().filter(change -> change.eventName().equals("REMOVE")).count();
    assertThat(deletes).isPositive();
    assertThat(answer)
        .containsEntry("read", (long) pages.changes().size())
        .containsEntry("matched", deletes)
        .containsEntry("sent", 0L)
        .containsEntry("done", true);
    assertThat(sqs.requests(DELETES.queue())).isEmpty();
  }

  /** Baselines say how items were found; parts belong to entries; neither is a change. */
  @Test
  void baselinesAreNotReplayedAndEntriesInPartsAreWhole() {
    // Two baselines of one time are at one position of two items.
    Histories.table(history)
        .append(List.of(baseline("/a"), baseline("/b")), Deadline.after(Duration.ofMinutes(1)));
    String large = noise(290 * 1024);
    pages.put("/a", 200, large);
    pages.put("/a", 404, large + "x");
    pages.put("/b", 200);
    record();

    Map<String, Object> answer =
        replay(ALL, Map.of("from", "2026-01-01T00:00:00Z", "to", "2027-01-01T00:00:00Z"));

    assertThat(answer)
        .containsEntry("baselines", 2L)
        .containsEntry("sent", 3L)
        .containsEntry("imagesOmitted", 2L);
    assertThat(Messages.consumed(bodies(sqs, ALL))).isEqualTo(Messages.expected(pages.changes()));
  }

  @Test
  void aHistoryOfNewImagesIsReplayedWithoutOldOnes() {
    pages.put("/a", 200);
    pages.put("/a", 404);
    Histories.record(history, pages.event(), "NEW");
    replay(ALL, EVERYTHING);
    JsonNode message = Messages.read(bodies(sqs, ALL).getLast());
    assertThat(message.at("/newImage/lastStatus/N").asText()).isEqualTo("404");
    assertThat(message.has("oldImage")).isFalse();
  }

  @Test
  void otherTablesOfTheSameHistoryAreNotReplayed() {
    pages.put("/a", 200);
    record();
    String other = pages.changes().getFirst().json().replace("table/pages/", "table/pages2/");
    Histories.record(history, SourceTable.parse(List.of(other)));
    assertThat(replay(ALL, EVERYTHING)).containsEntry("read", 1L);
  }

  /** The time runs out within a chunk, after two of its requests. */
  @Test
  void aReplayThatRunsOutOfTimeContinuesFromItsCursor() {
    IntStream.range(0, 30).forEach(i -> pages.put("/" + i % 4, i % 5 == 0 ? 404 : 200));
    record();
    Map<String, Object> request = new HashMap<>(EVERYTHING);
    long read = 0;
    int calls = 0;
    Map<String, Object> answer;
    do {
      answer = replay(ALL, request, 2);
      request.put("next", answer.get("next"));
      read += (long) answer.get("read");
      calls++;
    } while (!Boolean.TRUE.equals(answer.get("done")));

    assertThat(calls).isGreaterThanOrEqualTo(4);
    assertThat(read).isEqualTo(30);
    assertThat(sqs.messages(ALL.queue())).as("no message twice").hasSize(30);
    assertThat(Messages.consumed(bodies(sqs, ALL))).isEqualTo(Messages.expected(pages.changes()));
  }

  @Test
  void aCallRepeatedWithTheSameNameAndCursorDoesNoHarm() {
    IntStream.range(0, 30).forEach(i -> pages.put("/" + i % 4, 200));
    record();
    Map<String, Object> request = new HashMap<>(EVERYTHING);
    request.put("next", replay(ALL, request, 2).get("next"));
    replay(ALL, request);
    replay(ALL, request);
    assertThat(sqs.messages(ALL.queue())).hasSize(30);

    sqs.forgetDuplicates();
    replay(ALL, request);
    assertThat(Messages.consumed(bodies(sqs, ALL))).isEqualTo(Messages.expected(pages.changes()));
  }

  @Test
  void aReplayOfAnotherNameIsTakenAgain() {
    pages.put("/a", 200);
    record();
    replay(ALL, EVERYTHING);
    Map<String, Object> other = new HashMap<>(EVERYTHING);
    other.put("replay", "other");
    replay(ALL, other);
    assertThat(sqs.messages(ALL.queue())).hasSize(2);
  }

  @Test
  void aQueueThatTakesNothingStopsTheReplayWhichSaysHowToContinue() {
    IntStream.range(0, 30).forEach(i -> pages.put("/" + i % 4, 200));
    record();
    int[] requests = {0};
    sqs.with(
        new FakeSqs.Faults() {
          @Override
          public Fate ofRequest(String queue) {
            return ++requests[0] > 5 ? Fate.DENIED : Fate.TAKEN;
          }
        });
    Map<String, Object> request = new HashMap<>(EVERYTHING);
    request.put("changesPerSecond", 10);
    assertThatThrownBy(() -> replay(ALL, request))
        .isInstanceOf(ReplayStoppedException.class)
        .hasMessageMatching(
            "replay 'again' to subscriber 'all' stopped after [0-9]+ messages: AccessDenied .*; call again with next [A-Za-z0-9_-]+");
  }

  @Test
  void aMessageThatIsRefusedIsCountedAndTheReplayContinues() {
    IntStream.range(0, 5).forEach(i -> pages.put("/" + i, 200));
    record();
    boolean[] refused = {false};
    sqs.with(
        new FakeSqs.Faults() {
          @Override
          public Fate ofMessage(String queue, String id) {
            boolean first = !refused[0];
            refused[0] = true;
            return first ? Fate.REFUSED : Fate.TAKEN;
          }
        });
    assertThat(replay(ALL, EVERYTHING))
        .containsEntry("refused", 1L)
        .containsEntry("sent", 4L)
        .containsEntry("done", true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "operation | - | 'operation' is missing: it must be one of replay, redrive",
        "operation | repeat | 'operation' must be one of replay, redrive, but is 'repeat'",
        "subscriber | nobody | 'subscriber' must be one of all, errors, deletes, but is 'nobody'",
        "replay | - | 'replay' is missing: it must be text",
        "replay | two words | 'replay' must be a name of 1 to 60 letters, digits, '-' and '_', but is 'two words'",
        "from | - | 'from' is missing: it must be text",
        "to | yesterday | 'to' must be a time like 2026-11-20T10:15:30Z, but is 'yesterday'",
        "to | 2026-11-19T00:00:00Z | 'to' must be later than 'from' (2026-11-20T00:00:00Z), but is 2026-11-19T00:00:00Z",
        "changesPerSecond | 0 | 'changesPerSecond' must be a whole number from 1 to 3000, but is '0'",
        "next | abc | 'next' must be the value of 'next' in an answer to this same request, unchanged",
        "dry_run | true | 'dry_run' is",
      })
  void aBadRequestIsRefused(String field, String value, String complaint) {
    Map<String, Object> request = new HashMap<>(EVERYTHING);
    request.put("operation", "replay");
    request.put("subscriber", "all");
    request.put("replay", "again");
    request.remove(field);
    if (value != null) {
      request.put(field, value);
    }
    assertThatThrownBy(() -> answer(function(), request, ONE_MINUTE))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void withoutAHistoryThereIsNoReplay() {
    ReplayFunction function =
        new ReplayFunction(
            SourceTable.NAME,
            SUBSCRIBERS,
            Optional.empty(),
            new ChangeMessages(Optional.empty()),
            sqs,
            Invocations.QUICK);
    assertThatThrownBy(
            () -> answer(function, Map.of("operation", "replay", "subscriber", "all"), ONE_MINUTE))
        .hasMessageContaining("this fan-out has no history (FANOUT_HISTORY_TABLE)");
  }

  private Map<String, Object> replay(Subscriber subscriber, Map<String, Object> fields) {
    return replay(subscriber, fields, Integer.MAX_VALUE);
  }

  /** A call whose time is over when the queue has had this many requests. */
  private Map<String, Object> replay(
      Subscriber subscriber, Map<String, Object> fields, int requests) {
    int before = sqs.requests(subscriber.queue()).size();
    Deadline time =
        Deadline.of(() -> sqs.requests(subscriber.queue()).size() - before < requests ? 60_000 : 0);
    Map<String, Object> request = new HashMap<>(fields);
    request.put("operation", "replay");
    request.put("subscriber", subscriber.name());
    request.putIfAbsent("replay", "again");
    request.putIfAbsent("changesPerSecond", 3000);
    return answer(function(), request, time);
  }

  private static Map<String, Object> answer(
      ReplayFunction function, Map<String, Object> request, Deadline deadline) {
    return LoggedRun.of(telemetry -> function.answer(request, deadline, telemetry)).answer();
  }

  private ReplayFunction function() {
    return new ReplayFunction(
        SourceTable.NAME,
        SUBSCRIBERS,
        Optional.of(Histories.table(history)),
        new ChangeMessages(Optional.of(history)),
        sqs,
        Invocations.QUICK);
  }

  private void manyChanges() {
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      pages.put("/" + random.nextInt(8), random.nextInt(5) == 0 ? 404 : 200);
    }
    pages.delete("/1");
    pages.expire("/2");
    pages.put("/large", 500, noise(200 * 1024));
    pages.put("/large", 500, noise(201 * 1024));
  }

  private void dispatchLive() {
    record();
    Invocations.dispatch(
        Invocations.dispatcher(live, SUBSCRIBERS, Optional.of(history)), pages.event());
  }

  private void record() {
    Histories.record(history, pages.event());
  }

  private static Entry baseline(String path) {
    Map<String, AttributeValue> item = Map.of("path", AttributeValue.fromS(path));
    return new Entry(
        new ItemKey(SourceTable.NAME, item),
        Position.before(Instant.parse("2026-11-19T00:00:00Z")),
        EventName.BASELINE,
        Instant.parse("2026-11-19T00:00:00Z"),
        ItemVersion.NONE,
        ItemVersion.NONE,
        Optional.empty(),
        false,
        Optional.of(item),
        Optional.empty());
  }

  private static Map<String, Object> key(String path) {
    return Map.of("path", Map.of("S", path));
  }

  private static List<String> bodies(FakeSqs queues, Subscriber subscriber) {
    return queues.messages(subscriber.queue()).stream().map(Queued::body).toList();
  }

  private static String withoutReplay(String body, String name) {
    ObjectNode message = (ObjectNode) Messages.read(body);
    assertThat(message.remove("replay").asText()).isEqualTo(name);
    return message.toString();
  }

  /** Text that hardly compresses. */
  private static String noise(int length) {
    StringBuilder text = new StringBuilder(length);
    new Random(length).ints(length, ' ', '~').forEach(c -> text.append((char) c));
    return text.toString();
  }
}
