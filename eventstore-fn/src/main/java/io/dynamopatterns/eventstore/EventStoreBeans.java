package io.dynamopatterns.eventstore;

import io.dynamopatterns.common.Backoff;
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
import io.dynamopatterns.eventstore.track.Tracker;
import io.dynamopatterns.eventstore.watermark.KinesisSource;
import io.dynamopatterns.eventstore.watermark.WatermarkFunction;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Puts the functions together. */
@Factory
final class EventStoreBeans {
  /** What a pack of a 100-record batch has. */
  private static final int EVENTS_PER_PACK = 100;

  @Singleton
  EventStoreSettings settings(Variables variables) {
    return EventStoreSettings.of(variables);
  }

  @Singleton
  EventTable eventTable(DynamoDbClient client, EventStoreSettings settings) {
    return new EventTable(client, settings, Backoff.WRITES);
  }

  @Singleton
  ShardStates shardStates(DynamoDbClient client, EventStoreSettings settings) {
    return new ShardStates(client, settings.table(), Clock.systemUTC());
  }

  @Singleton
  Ingester ingester(
      DynamoDbClient client, EventStoreSettings settings, EventTable table, ShardStates states) {
    EventWriter writer =
        switch (settings.mode()) {
          case DIRECT -> new DirectWriter(table);
          case PACKED -> new PackedWriter(table);
          case BUFFERED ->
              new BufferWriter(buffer(client, settings).orElseThrow(), new DirectWriter(table));
        };
    return new Ingester(table, states, writer);
  }

  /** In every other mode the pump also empties what the mode buffered left. */
  @Singleton
  Pump pump(
      DynamoDbClient client, EventStoreSettings settings, EventTable table, ShardStates states) {
    return new Pump(
        table,
        states,
        buffer(client, settings),
        new PumpProgress(client, settings.table()),
        new PackedWriter(table),
        Clock.systemUTC());
  }

  @Singleton
  WatermarkFunction watermark(
      KinesisClient client, EventStoreSettings settings, EventTable table, ShardStates states) {
    return new WatermarkFunction(table, states, new KinesisSource(client, settings.stream()));
  }

  @Singleton
  PlaybackFunction playback(
      DynamoDbClient client, EventStoreSettings settings, ShardStates states) {
    StoredEvents store = new StoredEvents(client, settings.table());
    int eventsPerItem = settings.mode() == Mode.DIRECT ? 1 : EVENTS_PER_PACK;
    return new PlaybackFunction(
        store,
        states,
        new EventStoreReader(store, eventsPerItem, Clock.systemUTC()),
        Clock.systemUTC());
  }

  @Singleton
  Tracker tracker(KinesisClient client, EventStoreSettings settings) {
    return new Tracker(client, settings.stream());
  }

  private static Optional<BufferTable> buffer(DynamoDbClient client, EventStoreSettings settings) {
    return settings.bufferTable().map(name -> new BufferTable(client, name, Backoff.WRITES));
  }
}
