package io.dynamopatterns.sim.pattern.eventstore;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.settings.Variables;
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
import io.dynamopatterns.sim.lambda.Instances;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.run.World;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The functions of an event store. */
public final class Store {
  public static final String EVENTS = "events";
  public static final String BUFFER = "buffer";

  private final EventStoreSettings settings;
  private final Instances<Ingester> ingesters;
  private final Instances<Pump> pumps;

  public Store(World world, Mode mode, int shards) {
    ingesters = new Instances<>(world, this::ingester);
    pumps = new Instances<>(world, this::pump);
    settings =
        EventStoreSettings.of(
            Variables.of(
                Map.of(
                    "EVENTSTORE_TABLE",
                    EVENTS,
                    "EVENTSTORE_BUFFER_TABLE",
                    BUFFER,
                    "EVENTSTORE_MODE",
                    mode.name().toLowerCase(Locale.ROOT),
                    "EVENTSTORE_SLOT_MINUTES",
                    "1",
                    "EVENTSTORE_SHARDS",
                    Integer.toString(shards),
                    "EVENTSTORE_STREAM",
                    "clicks")));
  }

  public StreamsEventResponse ingest(KinesisEvent event, SimulatedInvocation invocation) {
    return ingesters
        .next(invocation.clock())
        .ingest(StreamBatch.of(event), new Call(invocation.deadline(), invocation.telemetry()))
        .response();
  }

  private Ingester ingester(Clock clock) {
    EventTable events = events();
    EventWriter writer =
        switch (settings.mode()) {
          case DIRECT -> new DirectWriter(events);
          case PACKED -> new PackedWriter(events);
          case BUFFERED -> new BufferWriter(buffer(), new DirectWriter(events));
        };
    return new Ingester(events, states(clock), writer);
  }

  Map<String, Object> pump(Clock clock, SimulatedInvocation invocation) {
    return pumps.next(clock).pump(Map.of(), invocation.deadline(), invocation.telemetry());
  }

  private Pump pump(Clock clock) {
    EventTable events = events();
    return new Pump(
        events,
        states(clock),
        Optional.of(buffer()),
        new PumpProgress(World.client(), EVENTS),
        new PackedWriter(events),
        clock);
  }

  public Map<String, Object> watermark(
      Clock clock, SourceStream stream, SimulatedInvocation invocation) {
    return new WatermarkFunction(events(), states(clock), stream)
        .advance(Map.of(), invocation.deadline(), invocation.telemetry());
  }

  Map<String, Object> play(
      Clock clock, Map<String, Object> request, SimulatedInvocation invocation) {
    StoredEvents stored = new StoredEvents(World.client(), EVENTS);
    EventStoreReader reader =
        new EventStoreReader(stored, settings.mode() == Mode.DIRECT ? 1 : 100, clock);
    return new PlaybackFunction(stored, states(clock), reader, clock)
        .answer(request, invocation.deadline(), invocation.telemetry());
  }

  private EventTable events() {
    return new EventTable(World.client(), settings, Backoff.WRITES);
  }

  private static ShardStates states(Clock clock) {
    return new ShardStates(World.client(), EVENTS, clock);
  }

  private static BufferTable buffer() {
    return new BufferTable(World.client(), BUFFER, Backoff.WRITES);
  }
}
