package io.dynamopatterns.eventstore.kit;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.eventstore.ingest.BufferWriter;
import io.dynamopatterns.eventstore.ingest.DirectWriter;
import io.dynamopatterns.eventstore.ingest.EventWriter;
import io.dynamopatterns.eventstore.ingest.Ingester;
import io.dynamopatterns.eventstore.ingest.PackedWriter;
import io.dynamopatterns.eventstore.playback.EventStoreReader;
import io.dynamopatterns.eventstore.playback.PlaybackFunction;
import io.dynamopatterns.eventstore.pump.Pump;
import io.dynamopatterns.eventstore.settings.EventStoreSettings;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.eventstore.table.BufferTable;
import io.dynamopatterns.eventstore.table.EventTable;
import io.dynamopatterns.eventstore.table.PumpProgress;
import io.dynamopatterns.eventstore.table.ShardStates;
import io.dynamopatterns.eventstore.table.StoredEvents;
import io.dynamopatterns.eventstore.watermark.SourceStream;
import io.dynamopatterns.eventstore.watermark.WatermarkFunction;
import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** An event store: its tables, and its functions put together with any client. */
public final class Store {
  public static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  public final String table;
  public final String buffer;
  public final VirtualClock clock;
  public final EventStoreSettings settings;

  /** The clock of the machines that the functions run on. */
  private final Clock machines;

  private String log = "";

  private Store(String table, String buffer, VirtualClock clock, EventStoreSettings settings) {
    this(table, buffer, clock, clock, settings);
  }

  private Store(
      String table,
      String buffer,
      VirtualClock clock,
      Clock machines,
      EventStoreSettings settings) {
    this.table = table;
    this.buffer = buffer;
    this.clock = clock;
    this.machines = machines;
    this.settings = settings;
  }

  /** A store of tables that are in no database yet, with one partition for each slot. */
  public static Store inMemory(Mode mode) {
    return new Store(
        "events", "buffer", new VirtualClock(START), settings("events", "buffer", mode, 1, 1, 0));
  }

  /** The same store, whose functions run on machines with this clock. */
  public Store with(Clock newMachines) {
    return new Store(table, buffer, clock, newMachines, settings);
  }

  public static Store create(Mode mode, int shards) {
    return create(mode, shards, 1, 0);
  }

  public static Store create(Mode mode, int shards, int slotMinutes, int retentionDays) {
    String table = Database.newTable("pk", "sk");
    String buffer = Database.newTable("pk");
    return new Store(
        table,
        buffer,
        new VirtualClock(START),
        settings(table, buffer, mode, shards, slotMinutes, retentionDays));
  }

  /** The same tables under other settings. */
  public Store with(Mode mode, int shards, int slotMinutes) {
    return new Store(
        table,
        buffer,
        clock,
        settings(table, buffer, mode, shards, slotMinutes, (int) settings.retention().toDays()));
  }

  public Store with(Mode mode, int shards) {
    return with(mode, shards, (int) settings.slotWidth().toMinutes());
  }

  private static EventStoreSettings settings(
      String table, String buffer, Mode mode, int shards, int slotMinutes, int retentionDays) {
    return new EventStoreSettings(
        table,
        Optional.ofNullable(buffer),
        mode,
        Duration.ofMinutes(slotMinutes),
        shards,
        "clicks",
        Duration.ofDays(retentionDays));
  }

  public EventTable events(DynamoDbClient client) {
    return new EventTable(client, settings, TestDatabase.QUICK);
  }

  public StoredEvents stored(DynamoDbClient client) {
    return new StoredEvents(client, table);
  }

  public ShardStates states(DynamoDbClient client) {
    return new ShardStates(client, table, machines);
  }

  public BufferTable buffer(DynamoDbClient client) {
    return new BufferTable(client, buffer, TestDatabase.QUICK);
  }

  public EventWriter writer(EventTable events, DynamoDbClient client) {
    return switch (settings.mode()) {
      case DIRECT -> new DirectWriter(events);
      case PACKED -> new PackedWriter(events);
      case BUFFERED -> new BufferWriter(buffer(client), new DirectWriter(events));
    };
  }

  public Ingester ingester(DynamoDbClient client) {
    EventTable events = events(client);
    return new Ingester(events, states(client), writer(events, client));
  }

  public Pump pump(DynamoDbClient client) {
    EventTable events = events(client);
    return new Pump(
        events,
        states(client),
        Optional.of(buffer(client)),
        new PumpProgress(client, table),
        new PackedWriter(events),
        clock);
  }

  public WatermarkFunction watermark(DynamoDbClient client, SourceStream stream) {
    return new WatermarkFunction(events(client), states(client), stream);
  }

  public EventStoreReader reader(DynamoDbClient client) {
    return reader(stored(client));
  }

  private EventStoreReader reader(StoredEvents stored) {
    return new EventStoreReader(stored, settings.mode() == Mode.DIRECT ? 1 : 100, clock);
  }

  public PlaybackFunction playback(DynamoDbClient client) {
    StoredEvents stored = stored(client);
    return new PlaybackFunction(stored, states(client), reader(stored), clock);
  }

  /** Delivers a batch that must succeed. */
  public void ingest(List<Stream.Message> batch) {
    StreamsEventResponse answer = ingest(TestDatabase.client(), batch);
    if (!answer.getBatchItemFailures().isEmpty()) {
      throw new AssertionError("not ingested: " + log);
    }
  }

  public StreamsEventResponse ingest(DynamoDbClient client, List<Stream.Message> batch) {
    Ingester ingester = ingester(client);
    return run(
        telemetry ->
            ingester
                .ingest(StreamBatch.of(Stream.event(batch)), new Call(minute(), telemetry))
                .response());
  }

  /** Delivers everything in the stream, in batches of this size, in the order of the shards. */
  public void ingestAll(Stream stream, int batchSize) {
    for (String shard : stream.shards()) {
      List<Stream.Message> messages = stream.messages(shard);
      for (int from = 0; from < messages.size(); from += batchSize) {
        ingest(messages.subList(from, Math.min(messages.size(), from + batchSize)));
      }
    }
  }

  public Map<String, Object> pump() {
    return run(telemetry -> pump(TestDatabase.client()).pump(Map.of(), minute(), telemetry));
  }

  public Map<String, Object> watermark(Stream stream) {
    return watermark(stream.by(clock));
  }

  public Map<String, Object> watermark(SourceStream stream) {
    return run(
        telemetry ->
            watermark(TestDatabase.client(), stream).advance(Map.of(), minute(), telemetry));
  }

  /** Where nothing waits any more, lets the watermark pass all that is stored. */
  public void settle(Stream stream, Duration beyond) {
    clock.advanceTo(
        stream.messages().stream()
            .map(Stream.Message::arrival)
            .max(Instant::compareTo)
            .orElse(START));
    clock.advance(beyond);
    watermark(stream);
    pump();
    watermark(stream);
    pump();
  }

  public Map<String, Object> ask(Map<String, Object> request) {
    return run(telemetry -> playback(TestDatabase.client()).answer(request, minute(), telemetry));
  }

  /** All pages from the beginning, or from a cursor on, up to the watermark. */
  public Played play(int limit, String cursor) {
    return play(limit, cursor, this::ask);
  }

  /** All pages of a playback function. */
  public static Played play(int limit, String cursor, UnaryOperator<Map<String, Object>> function) {
    List<Map<String, Object>> events = new ArrayList<>();
    String next = cursor;
    Map<String, Object> page;
    do {
      Map<String, Object> request = new HashMap<>();
      request.put("operation", "list");
      request.put("limit", limit);
      if (next != null) {
        request.put("next", next);
      }
      page = function.apply(request);
      events.addAll(events(page));
      next = page.containsKey("next") ? (String) page.get("next") : next;
    } while (page.get("stopped").equals("LIMIT") || page.get("stopped").equals("SIZE"));
    return new Played(events, next);
  }

  /** What a reader got, and its cursor. */
  public record Played(List<Map<String, Object>> events, String cursor) {
    public List<String> ids() {
      return events.stream().map(event -> (String) event.get("id")).toList();
    }
  }

  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> events(Map<String, Object> page) {
    return (List<Map<String, Object>>) page.get("events");
  }

  /** Runs a function with telemetry, and keeps what that says. */
  public <T> T run(Function<Telemetry, T> function) {
    PrintStream console = System.out;
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    System.setOut(new PrintStream(lines, true, StandardCharsets.UTF_8));
    try {
      try (Telemetry telemetry = Telemetry.of("eventstore", "eventstore-test", "request-1")) {
        return function.apply(telemetry);
      }
    } finally {
      System.setOut(console);
      log = lines.toString(StandardCharsets.UTF_8);
    }
  }

  /** What the last run logged, its metrics among it. */
  public String log() {
    return log;
  }

  /** A metric of the last run; 0 if nothing was said of it. */
  public long count(String metric) {
    Matcher found = Pattern.compile("\"" + metric + "\":([0-9]+)").matcher(log);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  public static Deadline minute() {
    return Deadline.after(Duration.ofMinutes(1));
  }
}
