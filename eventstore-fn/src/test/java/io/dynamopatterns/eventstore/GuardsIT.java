package io.dynamopatterns.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.eventstore.ingest.Ingester;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.eventstore.table.EventItems;
import io.dynamopatterns.eventstore.table.EventTable;
import io.dynamopatterns.eventstore.table.ShardStates;
import io.dynamopatterns.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Negative controls: without the guard, an event is lost or doubled. */
class GuardsIT {
  private static final String SHARD = "shardId-000000000000";

  private final Stream stream = new Stream(1);

  /**
   * A batch dies half stored; before it is delivered again, the shard's time is advanced, as the
   * watermark would if it did not respect the claim. The second attempt has other times.
   */
  @Test
  void withoutTheClaimABatchIsStoredTwice() {
    assertThat(idsAfterACrashAndAnIdleAdvance(true)).hasSize(50).doesNotHaveDuplicates();
    assertThat(idsAfterACrashAndAnIdleAdvance(false)).hasSizeGreaterThan(50);
  }

  private List<String> idsAfterACrashAndAnIdleAdvance(boolean claimed) {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream one = new Stream(1);
    fill(one, 50);
    store.watermark(one);
    // The store's head, the state, the claim and the slot come before the events.
    DynamoDbClient dying =
        TestDatabase.client(
            TestDatabase.faulty(
                FaultScript.when(
                    call -> call.operation().equals("BatchWriteItem") && call.nthOfOperation() == 2,
                    Fault.KILL_AFTER)));
    assertThatExceptionOfType(Killed.class).isThrownBy(() -> store.ingest(dying, one.messages()));
    if (!claimed) {
      remove(store, "claimedAt");
    }
    store.clock.advance(Duration.ofMinutes(5));
    // Kinesis does not show what it has handed over already.
    one.showUntil(Store.START.minusSeconds(1));
    store.watermark(one);
    one.showUntil(Instant.MAX);
    store.ingest(one.messages());
    store.settle(one, Duration.ofMinutes(1));
    return store.play(1000, null).ids();
  }

  /**
   * Kinesis's clock steps back; a store that takes arrivals as they are stores where readers have
   * passed.
   */
  @Test
  void withoutTheRunningMaximumAReaderMissesWhatStepsBack() {
    assertThat(idsOfAReaderThatFollows(false)).hasSize(2);
    assertThat(idsOfAReaderThatFollows(true)).hasSize(1);
  }

  private List<String> idsOfAReaderThatFollows(boolean forgetful) {
    Store store = Store.create(Mode.DIRECT, 2);
    Stream steps = new Stream(1);
    steps.put(SHARD, Store.START, "k", bytes("before"));
    store.ingestAll(steps, 10);
    store.settle(steps, Duration.ofMinutes(1));
    Store.Played first = store.play(10, null);
    steps.put(SHARD, Store.START.minusSeconds(5), "k", bytes("after"));
    if (forgetful) {
      set(store, "time", "1970-01-01T00:00:00.000Z");
    }
    store.ingestAll(steps, 10);
    store.clock.advance(Duration.ofMinutes(1));
    store.watermark(steps);
    List<String> ids = new ArrayList<>(first.ids());
    ids.addAll(store.play(10, first.cursor()).ids());
    return ids;
  }

  /** Batches that were packed twice, in other parts, are stored twice, and read once. */
  @Test
  void withoutTheReaderPackedEventsComeTwice() {
    Store store = Store.create(Mode.PACKED, 2);
    fill(stream, 50);
    for (int end : new int[] {30, 50}) {
      DynamoDbClient dying =
          TestDatabase.client(
              TestDatabase.faulty(
                  FaultScript.when(
                      call -> call.operation().equals("BatchWriteItem"), Fault.KILL_AFTER)));
      assertThatExceptionOfType(Killed.class)
          .isThrownBy(() -> store.ingest(dying, stream.messages().subList(0, end)));
    }
    store.ingest(stream.messages().subList(0, 20));
    store.ingest(stream.messages());
    store.settle(stream, Duration.ofMinutes(1));

    long stored =
        TestDatabase.scan(store.table).stream()
            .filter(item -> item.containsKey("events"))
            .mapToLong(item -> EventItems.events(item, List.of()).size())
            .sum();
    assertThat(stored).isEqualTo(30 + 50 + 20 + 30);
    assertThat(store.play(7, null).ids()).hasSize(50).doesNotHaveDuplicates();
  }

  /** What is in the buffer is before the time up to which all is stored. */
  @Test
  void withoutTheVisibleTimeWhatIsBufferedIsPassed() {
    Store store = Store.create(Mode.BUFFERED, 2);
    store.watermark(stream);
    fill(stream, 10);
    store.ingest(stream.messages());
    Map<String, Object> request = Map.of("operation", "list");

    assertThat(store.ask(request)).containsEntry("watermark", "2026-11-20T09:59:50.000Z");
    remove(store, "bufferedFrom");
    Map<String, Object> passing = store.ask(request);
    assertThat((String) passing.get("watermark")).isEqualTo("2026-11-20T10:00:00.009Z");
    assertThat(Store.events(passing)).isEmpty();
  }

  /** A run that was taken for dead and overtaken has its commit refused. */
  @Test
  void aZombieCommitsNothing() {
    Store store = Store.create(Mode.DIRECT, 2);
    fill(stream, 20);
    EventTable events = store.events(TestDatabase.client());
    ShardStates states = store.states(TestDatabase.client());
    Ingester overtaken =
        new Ingester(
            events,
            states,
            new Overtaken(
                store.writer(events, TestDatabase.client()),
                () -> store.ingest(stream.messages().subList(0, 10))));
    var answer =
        store.run(
            telemetry ->
                overtaken
                    .ingest(
                        StreamBatch.of(Stream.event(stream.messages())),
                        new Call(Store.minute(), telemetry))
                    .response());

    assertThat(answer.getBatchItemFailures()).hasSize(1);
    assertThat(store.log()).contains("another run took over the batch");
    store.ingest(stream.messages());
    store.settle(stream, Duration.ofMinutes(1));
    assertThat(store.play(7, null).ids()).hasSize(20).doesNotHaveDuplicates();
  }

  private static void fill(Stream stream, int count) {
    IntStream.range(0, count)
        .forEach(i -> stream.put(SHARD, Store.START.plusMillis(i), "k", bytes("" + i)));
  }

  private static Map<String, AttributeValue> key() {
    return Map.of("pk", AttributeValue.fromS("shards"), "sk", AttributeValue.fromS(SHARD));
  }

  private static void remove(Store store, String attribute) {
    TestDatabase.client()
        .updateItem(
            update ->
                update
                    .tableName(store.table)
                    .key(key())
                    .updateExpression("REMOVE #a")
                    .expressionAttributeNames(Map.of("#a", attribute)));
  }

  private static void set(Store store, String attribute, String value) {
    TestDatabase.client()
        .updateItem(
            update ->
                update
                    .tableName(store.table)
                    .key(key())
                    .updateExpression("SET #a = :v")
                    .expressionAttributeNames(Map.of("#a", attribute))
                    .expressionAttributeValues(Map.of(":v", AttributeValue.fromS(value))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
