package io.dynamopatterns.aggregator.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.aggregator.kit.Aggregator;
import io.dynamopatterns.aggregator.kit.Clicks;
import io.dynamopatterns.aggregator.kit.Database;
import io.dynamopatterns.aggregator.kit.Model.Expected;
import io.dynamopatterns.aggregator.kit.Rounds;
import io.dynamopatterns.aggregator.kit.Settings;
import io.dynamopatterns.aggregator.kit.TableRecords;
import io.dynamopatterns.aggregator.round.Tag;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.testkit.TestBus;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CounterIT {
  private final String table = Database.newTable();

  @Test
  void allEventsOfAGroupInABatchAreOneUpdate() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 100));
    aggregator.collect(Clicks.clicks().add("ann", 20).add("bob", 3));
    aggregator.counting().drain();

    assertThat(Rounds.in(table))
        .isEqualTo(
            Map.of(
                "ann/1", new Expected("COLLECTING", 20, 0),
                "bob/1", new Expected("COLLECTING", 3, 0)));
    assertThat(head("ann").get("version").n()).isEqualTo("1");
  }

  /** Items that applications write are counted like those that were collected. */
  @Test
  void itemsThatAnApplicationWritesAreCounted() {
    Aggregator aggregator = new Aggregator(Settings.sources(table, "app", "clicks"));
    put("ann", "e#order-1", Map.of("source", "app", "time", "2026-11-20T10:00:00+01:00"));
    aggregator.collect(Clicks.clicks().add("ann", "click-1"));
    aggregator.settle();

    assertThat(Rounds.in(table)).containsEntry("ann/1", new Expected("COMPLETE", 2, 0));
    assertThat(aggregator.completed().getFirst().get("members").get(0).get("time").asText())
        .isEqualTo("2026-11-20T09:00:00.000Z");
  }

  @Test
  void anItemThatIsNoEventIsKeptAsRejectedAndTheOthersCount() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 100));
    put("ann", "e#1", Map.of("source", "app"));
    put("ann", "e#2", Map.of("source", "app", "time", "noon"));
    put("ann", "e#3", Map.of("time", "2026-11-20T10:00:00Z"));
    put("ann", "e#4", Map.of("source", "app", "time", "2026-11-20T10:00:00Z", "event", "{\"a\":"));
    put("ann", "e#", Map.of("source", "app", "time", "2026-11-20T10:00:00Z"));
    put("ann", "e#5", Map.of("source", "app", "time", "2026-11-20T10:00:00Z", "event", "{}"));
    put("ann", "note", Map.of("text", "items of other kinds do not concern anyone"));
    aggregator.settle();
    List<SourceRecord> again = new TableRecords(table).readNewEvents();
    aggregator.count(TableRecords.event(again));

    assertThat(Rounds.in(table)).containsEntry("ann/1", new Expected("COLLECTING", 1, 0));
    Map<String, Object> rejected = aggregator.read(Map.of("operation", "rejected"));
    assertThat((List<?>) rejected.get("rejected"))
        .hasSize(5)
        .allSatisfy(kept -> assertThat(((Map<?, ?>) kept).get("source")).isEqualTo("table"))
        .extracting(kept -> (String) ((Map<?, ?>) kept).get("reason"))
        .containsExactlyInAnyOrder(
            "attribute 'time' must be text (S), but is missing",
            "attribute 'time' must be a time like 2026-11-20T10:00:00Z, but is other text",
            "attribute 'source' must be text (S), but is missing",
            "attribute 'event' must be one JSON object: not JSON: line 1, column 6",
            "the id, after 'e#' in the sort key, is empty");
  }

  /** Negative control: what the position is there for. */
  @Test
  void withoutThePositionARedeliveryIsCountedTwice() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 2));
    aggregator.collect(Clicks.clicks().add("ann", 5));
    DynamodbEvent batch = TableRecords.event(new TableRecords(table).readNewEvents());
    aggregator.count(batch);
    aggregator.count(batch);
    assertThat(Rounds.in(table)).containsEntry("ann/1", new Expected("COMPLETE", 2, 3));

    TestDatabase.client()
        .updateItem(
            update ->
                update
                    .tableName(table)
                    .key(headKey("ann"))
                    .updateExpression("SET counted = :none")
                    .expressionAttributeValues(Map.of(":none", AttributeValue.fromM(Map.of()))));
    aggregator.count(batch);

    assertThat(Rounds.in(table)).containsEntry("ann/1", new Expected("COMPLETE", 2, 8));
  }

  /** Negative control: what the version check is there for. Two runs of one batch at a time. */
  @Test
  void withoutTheVersionCheckACompletedRoundWouldBeUndone() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 2));
    aggregator.collect(Clicks.clicks().add("ann", "1"));
    aggregator.settle();
    Map<String, AttributeValue> held = head("ann");
    aggregator.collect(Clicks.clicks().add("ann", "2"));
    aggregator.settle();
    assertThat(aggregator.bus().published()).hasSize(1);

    // A run that held the round of before writes it, not asking for the version.
    Map<String, AttributeValue> late = new HashMap<>(held);
    late.put("late", AttributeValue.fromN("0"));
    TestDatabase.client().putItem(put -> put.tableName(table).item(late));
    aggregator.count(TableRecords.event(new TableRecords(table).readNewEvents()));
    aggregator.publishing().drain();

    assertThat(aggregator.bus().published()).as("the same round, completed twice").hasSize(2);
  }

  @Test
  void runsOfOneBatchAtATimeCountOnce() throws Exception {
    Aggregator aggregator = new Aggregator(Settings.count(table, 7));
    aggregator.collect(Clicks.clicks().add("ann", 30).add("bob", 5));
    List<SourceRecord> records = new TableRecords(table).readNewEvents();
    try (ExecutorService runs = Executors.newFixedThreadPool(4)) {
      List<Future<?>> running =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(
                  run ->
                      runs.submit(
                          () -> {
                            for (int from = 0; from < records.size(); from += 5) {
                              aggregator.count(TableRecords.event(records.subList(from, from + 5)));
                            }
                          }))
              .toList();
      for (Future<?> run : running) {
        run.get();
      }
    }
    aggregator.publishing().drain();
    assertThat(Rounds.in(table))
        .isEqualTo(
            Map.of(
                "ann/1", new Expected("COMPLETE", 7, 23),
                "bob/1", new Expected("COLLECTING", 5, 0)));
    assertThat(aggregator.bus().published()).hasSize(1);
  }

  /** The process dies before, and after, each of its writes; the batch is delivered again. */
  @Test
  void aFunctionKilledAtAnyWriteBoundaryCountsExactly() {
    for (Fault kill : List.of(Fault.KILL_BEFORE, Fault.KILL_AFTER)) {
      for (int write = 1; write <= 4; write++) {
        String fresh = Database.newTable();
        Map<String, String> environment = Settings.count(fresh, 4);
        environment.put("AGGREGATOR_AFTER_COMPLETION", "NEXT_ROUND");
        Aggregator sound = new Aggregator(environment);
        sound.collect(Clicks.clicks().add("ann", 14));
        DynamodbEvent batch = TableRecords.event(new TableRecords(fresh).readNewEvents());

        AggregatorSettings settings = Settings.bind(environment);
        Aggregator dying =
            new Aggregator(
                settings,
                settings.rule(),
                TestDatabase.client(FaultScript.atWrite(write, kill)),
                new TestBus());
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> dying.count(batch));
        assertThat(sound.count(batch)).isEmpty();
        sound.publishing().drain();

        assertThat(Rounds.in(fresh).values().stream().map(Expected::count))
            .as("%s at write %d", kill, write)
            .containsExactly(4L, 4L, 4L, 2L);
        assertThat(Rounds.in(sound.completed())).containsExactly("ann/1", "ann/2", "ann/3");
      }
    }
  }

  /**
   * A mapping gave a record up, and counted later ones of the group. By the stream's name it would
   * pass for counted; under another name it counts, and once.
   */
  @Test
  void aRecordThatWasGivenUpCountsUnderItsOwnStream() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 1));
    aggregator.collect(Clicks.clicks().add("ann", 3));
    List<SourceRecord> records = new TableRecords(table).readNewEvents();
    aggregator.count(TableRecords.event(List.of(records.get(0), records.get(2))));
    DynamodbEvent setAside = TableRecords.event(records.subList(1, 2));
    aggregator.count(setAside);
    assertThat(Rounds.in(table))
        .as("taken for counted")
        .containsValue(new Expected("COMPLETE", 1, 1));

    setAside
        .getRecords()
        .getFirst()
        .setEventSourceARN(
            "arn:aws:dynamodb:us-east-1:123456789012:table/" + table + "/stream/redrive-1");
    aggregator.count(setAside);
    aggregator.count(setAside);

    assertThat(Rounds.in(table)).containsValue(new Expected("COMPLETE", 1, 2));
  }

  /**
   * A stream that does not keep its order: what may be counted or not is failed, and never skipped.
   */
  @Test
  void aRecordThatMayBeCountedAlreadyIsFailedAndWhatCameBeforeItCounts() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 1));
    aggregator.collect(Clicks.clicks().add("ann", 4));
    List<SourceRecord> records = new TableRecords(table).readNewEvents();
    aggregator.count(TableRecords.event(records.subList(0, 3)));
    DynamodbEvent batch = TableRecords.event(List.of(records.get(3), records.get(1)));
    Date time = batch.getRecords().get(1).getDynamodb().getApproximateCreationDateTime();
    batch
        .getRecords()
        .get(1)
        .getDynamodb()
        .setApproximateCreationDateTime(new Date(time.getTime() + 300_000));

    assertThat(aggregator.count(batch)).containsExactly(records.get(1).sequenceNumber());

    assertThat(Rounds.in(table)).containsEntry("ann/1", new Expected("COMPLETE", 1, 3));
  }

  @Test
  void aGroupThatCannotBeWrittenIsDeliveredAgainAndTheOthersCount() {
    Aggregator sound = new Aggregator(Settings.count(table, 100));
    sound.collect(Clicks.clicks().add("ann", 2).add("bob", 2));
    List<SourceRecord> records = new TableRecords(table).readNewEvents();
    AggregatorSettings settings = Settings.bind(Settings.count(table, 100));
    Aggregator throttled =
        new Aggregator(
            settings,
            settings.rule(),
            TestDatabase.client(
                FaultScript.when(
                    call -> call.isWrite() && call.body().contains("\"bob\""),
                    Fault.throttle("TableWriteKeyRangeThroughputExceeded"))),
            new TestBus());

    assertThat(throttled.count(TableRecords.event(records), Deadline.after(Duration.ofMillis(400))))
        .containsExactly(records.get(2).sequenceNumber());

    assertThat(Rounds.in(table)).containsOnlyKeys("ann/1");
  }

  /** A batch that writes its round several times does not lose races against itself. */
  @Test
  void aRoundThatIsSavedAfterEveryHundredTagsIsWrittenNoOftenerThanThat() {
    new Aggregator(Settings.count(table, 200)).collect(Clicks.clicks().add("ann", 450));
    List<SourceRecord> records = new TableRecords(table).readNewEvents();
    AtomicInteger writes = new AtomicInteger();
    AggregatorSettings settings = Settings.bind(Settings.count(table, 200));
    Aggregator watched =
        new Aggregator(
            settings,
            settings.rule(),
            TestDatabase.client(
                FaultScript.when(
                    call -> {
                      if (call.isWrite() && call.body().contains("#head#")) {
                        writes.incrementAndGet();
                      }
                      return false;
                    },
                    Fault.throttle("never"))),
            new TestBus());

    assertThat(watched.count(TableRecords.event(records))).isEmpty();

    assertThat(Rounds.in(table)).containsEntry("ann/1", new Expected("COMPLETE", 200, 250));
    assertThat(writes).hasValue(3);
  }

  /** What is given up and sent again days later must not make a round expire that is alive. */
  @Test
  void anOldRecordThatIsCountedLateDoesNotShortenTheLifeOfTheRound() {
    Map<String, String> environment = Settings.count(table, 100);
    environment.put("AGGREGATOR_RETENTION_DAYS", "1");
    Aggregator aggregator = new Aggregator(environment);
    aggregator.collect(Clicks.clicks().add("ann", 2));
    List<SourceRecord> records = new TableRecords(table).readNewEvents();
    aggregator.count(TableRecords.event(records.subList(1, 2)));
    String expiresAt = head("ann").get("expiresAt").n();
    DynamodbEvent old = TableRecords.event(records.subList(0, 1));
    Date time = old.getRecords().getFirst().getDynamodb().getApproximateCreationDateTime();
    old.getRecords()
        .getFirst()
        .getDynamodb()
        .setApproximateCreationDateTime(new Date(time.getTime() - 5 * 86_400_000L));

    aggregator.count(old);

    assertThat(Rounds.in(table)).containsEntry("ann/1", new Expected("COLLECTING", 2, 0));
    assertThat(head("ann").get("expiresAt").n()).isEqualTo(expiresAt);
  }

  /** A run that outlived its time must not move an event back into a round before its own. */
  @Test
  void anEventThatBelongsToALaterRoundIsNeverTaggedBackIntoAnEarlierOne() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 100));
    aggregator.collect(Clicks.clicks().add("ann", "1"));
    Deadline deadline = Deadline.after(Duration.ofMinutes(1));

    aggregator.table().tag("ann", new Tag.OfRound("1", 3), deadline);
    aggregator.table().tag("ann", new Tag.OfRound("1", 2), deadline);

    assertThat(
            TestDatabase.scan(table).stream()
                .filter(item -> item.get("sk").s().equals("e#1"))
                .map(item -> item.get("round").n()))
        .containsExactly("3");
  }

  /** The next round knows how far each stream was counted, the one of a redrive, too. */
  @Test
  void aRedriveThatIsDeliveredAgainAfterTheNextRoundBeganCountsOnce() {
    Map<String, String> environment = Settings.count(table, 2);
    environment.put("AGGREGATOR_AFTER_COMPLETION", "NEXT_ROUND");
    Aggregator aggregator = new Aggregator(environment);
    aggregator.collect(Clicks.clicks().add("ann", 5));
    List<SourceRecord> records = new TableRecords(table).readNewEvents();
    DynamodbEvent redriven = TableRecords.event(records.subList(1, 2));
    redriven
        .getRecords()
        .getFirst()
        .setEventSourceARN(
            "arn:aws:dynamodb:us-east-1:123456789012:table/" + table + "/stream/redrive-1");
    aggregator.count(TableRecords.event(List.of(records.get(0), records.get(2))));
    aggregator.count(redriven);
    aggregator.count(TableRecords.event(records.subList(3, 5)));
    assertThat(Rounds.in(table))
        .isEqualTo(
            Map.of(
                "ann/1", new Expected("COMPLETE", 2, 0),
                "ann/2", new Expected("COMPLETE", 2, 0),
                "ann/3", new Expected("COLLECTING", 1, 0)));

    aggregator.count(redriven);
    aggregator.count(TableRecords.event(records.subList(2, 5)));

    assertThat(Rounds.in(table)).containsEntry("ann/3", new Expected("COLLECTING", 1, 0));
  }

  @Test
  void nothingIsStartedAfterTheDeadline() {
    Aggregator aggregator = new Aggregator(Settings.count(table, 100));
    aggregator.collect(Clicks.clicks().add("ann", 2));
    List<SourceRecord> records = new TableRecords(table).readNewEvents();
    assertThat(aggregator.count(TableRecords.event(records), Deadline.after(Duration.ZERO)))
        .containsExactly(records.getFirst().sequenceNumber());
    assertThat(Rounds.in(table)).isEmpty();
  }

  private void put(String pk, String sk, Map<String, String> attributes) {
    Map<String, AttributeValue> item = new HashMap<>();
    attributes.forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
    item.put("pk", AttributeValue.fromS(pk));
    item.put("sk", AttributeValue.fromS(sk));
    TestDatabase.client().putItem(put -> put.tableName(table).item(item));
  }

  private Map<String, AttributeValue> head(String group) {
    return TestDatabase.client()
        .getItem(get -> get.tableName(table).key(headKey(group)).consistentRead(true))
        .item();
  }

  private static Map<String, AttributeValue> headKey(String group) {
    return Map.of(
        "pk", AttributeValue.fromS(group), "sk", AttributeValue.fromS("#head#0000000001"));
  }
}
