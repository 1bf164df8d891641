package io.dynamopatterns.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.eventstore.ingest.PackedWriter;
import io.dynamopatterns.eventstore.kit.Paused;
import io.dynamopatterns.eventstore.kit.Store;
import io.dynamopatterns.eventstore.kit.Stream;
import io.dynamopatterns.eventstore.pump.Pump;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.eventstore.table.EventTable;
import io.dynamopatterns.eventstore.table.PumpProgress;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PumpIT {
  private static final String SHARD = "shardId-000000000000";

  /** The pass has scanned the buffer when the batch is put into it. */
  @Test
  void theWatermarkDoesNotPassABatchThatWasBufferedDuringThePass() {
    Store store = Store.create(Mode.BUFFERED, 1);
    Stream stream = new Stream(1);
    stream.put(SHARD, Store.START, "k", new byte[] {'a'});
    store.ingestAll(stream, 1);
    Paused pass =
        Paused.before(
            call -> call.operation().equals("BatchWriteItem"),
            (client, telemetry) -> store.pump(client).pump(Map.of(), Store.minute(), telemetry));
    Instant buffered = Store.START.plusSeconds(1);
    store.ingest(List.of(stream.put(SHARD, buffered, "k", new byte[] {'b'})));
    pass.resume();

    assertHeldUntilPumped(store, stream, buffered);
  }

  /** The batch has claimed its shard when the pass begins, and is buffered after the scan. */
  @Test
  void theWatermarkDoesNotPassABatchThatWasUnderWayWhenThePassBegan() {
    Store store = Store.create(Mode.BUFFERED, 1);
    Stream stream = new Stream(1);
    stream.put(SHARD, Store.START, "k", new byte[] {'a'});
    Paused ingest =
        Paused.before(
            call -> call.operation().equals("BatchWriteItem"),
            (client, telemetry) ->
                store
                    .ingester(client)
                    .ingest(
                        StreamBatch.of(Stream.event(stream.messages())),
                        new Call(Store.minute(), telemetry))
                    .response());
    store.pump();
    ingest.resume();

    assertHeldUntilPumped(store, stream, Store.START);
  }

  private static void assertHeldUntilPumped(Store store, Stream stream, Instant buffered) {
    store.clock.advance(Duration.ofMinutes(1));
    store.watermark(stream);
    assertThat(store.states(TestDatabase.client()).watermark(Store.minute()).time())
        .isBeforeOrEqualTo(buffered);
    store.pump();
    assertThat(store.play(10, null).ids()).hasSize(stream.messages().size());
  }

  /** A pass that began anew with every run would never come to the end of a full buffer. */
  @Test
  void aPassContinuesWhenTheTimeRanOutWithinAPage() {
    Store store = Store.create(Mode.BUFFERED, 1);
    Stream stream = new Stream(1);
    for (int i = 0; i < 1100; i++) {
      stream.put("shardId-000000000000", Store.START, "k", new byte[] {'x'});
    }
    store.ingestAll(stream, 1100);
    AtomicInteger left = new AtomicInteger(60_000);
    AtomicInteger pages = new AtomicInteger();
    EventTable events = store.events(TestDatabase.client());
    Pump pump =
        new Pump(
            events,
            store.states(TestDatabase.client()),
            Optional.of(store.buffer(TestDatabase.client())),
            new PumpProgress(TestDatabase.client(), store.table),
            new Overtaken(
                new PackedWriter(events),
                () -> left.set(pages.incrementAndGet() == 2 ? 0 : 60_000)),
            store.clock);
    Deadline deadline = Deadline.of(left::get);
    Map<String, Object> first = store.run(telemetry -> pump.pump(Map.of(), deadline, telemetry));
    assertThat(first).isEqualTo(Map.of("moved", 1000L, "done", false));

    store.clock.advance(Duration.ofMinutes(1));
    assertThat(store.pump()).isEqualTo(Map.of("moved", 100L, "done", true));
    assertThat(store.count("PassSeconds")).isEqualTo(60);
    assertThat(TestDatabase.scan(store.buffer)).isEmpty();
  }
}
