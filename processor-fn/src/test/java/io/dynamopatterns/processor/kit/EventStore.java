package io.dynamopatterns.processor.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.EventKey;
import io.dynamopatterns.eventstore.ingest.Ingester;
import io.dynamopatterns.eventstore.ingest.PackedWriter;
import io.dynamopatterns.eventstore.playback.EventStoreReader;
import io.dynamopatterns.eventstore.settings.EventStoreSettings;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.eventstore.table.EventTable;
import io.dynamopatterns.eventstore.table.ShardStates;
import io.dynamopatterns.eventstore.table.StoredEvents;
import io.dynamopatterns.eventstore.watermark.SourceStream;
import io.dynamopatterns.eventstore.watermark.WatermarkFunction;
import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** An event store of a stream with two shards, filled by its own functions on its own clock. */
public final class EventStore {
  public static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final Duration BETWEEN_EVENTS = Duration.ofMillis(300);
  private static final Duration WATERMARK_MARGIN = Duration.ofSeconds(10);
  private static final BigInteger FIRST =
      new BigInteger("49590338271490256608559692538361571095921575989136588898");

  public final String table = "events-" + TABLES.incrementAndGet();
  private final VirtualClock clock = new VirtualClock(START);
  private final DynamoDbClient client = TestDatabase.client();
  private final EventTable events;
  private final ShardStates states;
  private Instant last = START;
  private int stored;

  /** A store that is complete up to its start. */
  public EventStore() {
    this(true);
  }

  /** A store whose watermark is not known yet. */
  public static EventStore unknown() {
    return new EventStore(false);
  }

  private EventStore(boolean known) {
    TestDatabase.dynamoDb().createTable(table, "pk", "sk");
    events =
        new EventTable(
            client,
            new EventStoreSettings(
                table,
                Optional.empty(),
                Mode.PACKED,
                Duration.ofMinutes(1),
                3,
                "source",
                Duration.ZERO),
            new Backoff(8, Duration.ZERO, Duration.ofMillis(2)));
    states = new ShardStates(client, table, clock);
    if (known) {
      completeUntil(START);
    }
  }

  /** Stores events, their partition keys by turns, 30 of a shard at a time. */
  public EventStore add(int count, int keys) {
    return add(count, keys, 2);
  }

  /** The same of one shard: the other one holds the watermark. */
  public EventStore addIncomplete(int count, int keys) {
    return add(count, keys, 1);
  }

  private EventStore add(int count, int keys, int shards) {
    List<List<KinesisEventRecord>> batches = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < count; i++) {
      int number = stored++;
      List<KinesisEventRecord> batch = batches.get(number % shards);
      batch.add(
          streamed(
              number % shards,
              number,
              "key-" + number % keys,
              ("{\"number\":%d,\"text\":\"größer\"}".formatted(number)).getBytes(UTF_8)));
      if (batch.size() == 30) {
        store(batch);
        batch.clear();
      }
    }
    batches.stream().filter(batch -> !batch.isEmpty()).forEach(this::store);
    return this;
  }

  /** Stores one event. */
  public void add(String partitionKey, byte[] data) {
    store(List.of(streamed(0, stored++, partitionKey, data)));
  }

  /** An event of the same source shard that is not stored, after all others. */
  public Event next(Event of) {
    last = last.plus(BETWEEN_EVENTS);
    String shard = of.key().eventId().substring(0, of.key().eventId().indexOf(':'));
    String sequence = FIRST.add(BigInteger.valueOf(stored++)).toString();
    return new Event(
        EventKey.of(last, shard, sequence), last, of.partitionKey(), "{}".getBytes(UTF_8));
  }

  /** Stores events in one item, as a pump does. */
  public void packed(List<Event> pack) {
    new PackedWriter(events).write(pack, 0, Fleet.ample());
  }

  private KinesisEventRecord streamed(int shard, int number, String partitionKey, byte[] data) {
    last = last.plus(BETWEEN_EVENTS);
    KinesisEvent.Record kinesis = new KinesisEvent.Record();
    kinesis.setApproximateArrivalTimestamp(Date.from(last));
    kinesis.setSequenceNumber(FIRST.add(BigInteger.valueOf(number)).toString());
    kinesis.setPartitionKey(partitionKey);
    kinesis.setData(ByteBuffer.wrap(data));
    KinesisEventRecord streamed = new KinesisEventRecord();
    streamed.setEventID("shardId-00000000000%d:%s".formatted(shard, kinesis.getSequenceNumber()));
    streamed.setKinesis(kinesis);
    return streamed;
  }

  private void store(List<KinesisEventRecord> batch) {
    clock.advanceTo(last);
    KinesisEvent event = new KinesisEvent();
    event.setRecords(List.copyOf(batch));
    Ingester ingester = new Ingester(events, states, new PackedWriter(events));
    LoggedRun.of(
        telemetry ->
            ingester.ingest(StreamBatch.of(event), new Call(Fleet.ample(), telemetry)).response());
  }

  /** Nothing more comes before this time: the watermark is there. */
  public void completeUntil(Instant time) {
    clock.advanceTo(time.plus(WATERMARK_MARGIN));
    WatermarkFunction function = new WatermarkFunction(events, states, new Idle(clock));
    LoggedRun.of(telemetry -> function.advance(Map.of(), Fleet.ample(), telemetry));
  }

  /** All that was stored until now is complete. */
  public EventStore complete() {
    completeUntil(end());
    return this;
  }

  /** A time after all events. */
  public Instant end() {
    return last.plusMillis(1);
  }

  /** Everything before a time, in the order of the store. */
  public List<Event> before(Instant time) {
    List<Event> all = new ArrayList<>();
    new EventStoreReader(new StoredEvents(client, table), 1, clock)
        .read(Instant.EPOCH, time, Optional.empty(), 1000, Fleet.ample())
        .forEachRemaining(all::add);
    return all;
  }

  /** The stream whose records are all stored. */
  private record Idle(Clock clock) implements SourceStream {
    @Override
    public Listing shards() {
      return new Listing(List.of("shardId-000000000000", "shardId-000000000001"), clock.instant());
    }

    @Override
    public Tail after(String shard, String sequence, Optional<Instant> since) {
      return new Tail.Empty(clock.instant());
    }
  }
}
