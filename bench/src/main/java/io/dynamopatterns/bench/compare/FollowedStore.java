package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.lambda.SimulatedKinesis;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.pattern.eventstore.Reader;
import io.dynamopatterns.sim.pattern.eventstore.SeenStream;
import io.dynamopatterns.sim.pattern.eventstore.Store;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A store of events in a history, with a reader that follows it. */
interface FollowedStore {
  /** Connects the store with its stream. */
  void fedBy(SimulatedKinesis stream, StreamMapping<KinesisEvent> ingest);

  StreamsEventResponse ingest(KinesisEvent event, SimulatedInvocation run);

  /** What a schedule does beside, if the store has one. */
  boolean advance(SimulatedInvocation run);

  /** Reads on from where the reader is. */
  boolean follow(SimulatedInvocation run);

  /** What the reader has read, in its order. */
  List<String> followed();

  /** What a reader reads that begins now. */
  List<String> all();

  /** The event store of this project. */
  final class Ours implements FollowedStore {
    private final World world;
    private final Store store;
    private final Reader reader;
    private SeenStream seen;

    Ours(World world, Mode mode) {
      this.world = world;
      WorldTables.create(world, Store.EVENTS, "pk", "sk");
      WorldTables.create(world, Store.BUFFER, "pk");
      store = new Store(world, mode, 1 + world.random().nextInt(2));
      reader = new Reader(world, store);
    }

    @Override
    public void fedBy(SimulatedKinesis stream, StreamMapping<KinesisEvent> ingest) {
      seen = new SeenStream(world, stream, ingest);
    }

    @Override
    public StreamsEventResponse ingest(KinesisEvent event, SimulatedInvocation run) {
      return store.ingest(event, run);
    }

    @Override
    public boolean advance(SimulatedInvocation run) {
      return !store.watermark(world.clock(), seen, run).isEmpty();
    }

    @Override
    public boolean follow(SimulatedInvocation run) {
      return reader.follow(run);
    }

    @Override
    public List<String> followed() {
      return reader.ids();
    }

    @Override
    public List<String> all() {
      Reader fresh = new Reader(world, store);
      world.ask(() -> fresh.follow(SimulatedInvocation.unlimited(world.clock())));
      return fresh.ids();
    }
  }

  /** Puts by minute, and a reader that keeps the last sort key. */
  final class Slots implements FollowedStore {
    private final World world;
    private final Duration lag;
    private final List<String> followed = new ArrayList<>();
    private String position = "";

    /**
     * @param lag how far from the present the reader stays
     */
    Slots(World world, Duration lag) {
      this.world = world;
      this.lag = lag;
      WorldTables.create(world, SlotStore.EVENTS, "pk", "sk");
    }

    @Override
    public void fedBy(SimulatedKinesis stream, StreamMapping<KinesisEvent> ingest) {
      // It knows nothing of its stream.
    }

    @Override
    public StreamsEventResponse ingest(KinesisEvent event, SimulatedInvocation run) {
      return new SlotStore(World.client()).store(event);
    }

    @Override
    public boolean advance(SimulatedInvocation run) {
      return false;
    }

    @Override
    public boolean follow(SimulatedInvocation run) {
      Instant from =
          position.isEmpty()
              ? World.START
              : Instant.ofEpochMilli(Long.parseLong(position.substring(0, position.indexOf('#'))));
      List<Map<String, AttributeValue>> events =
          new SlotStore(World.client()).between(position, from, world.clock().instant().minus(lag));
      events.forEach(event -> followed.add(event.get("id").s()));
      if (!events.isEmpty()) {
        position = events.getLast().get("sk").s();
      }
      return true;
    }

    @Override
    public List<String> followed() {
      return followed;
    }

    @Override
    public List<String> all() {
      return world
          .ask(
              () -> new SlotStore(World.client()).between("", World.START, world.clock().instant()))
          .stream()
          .map(event -> event.get("id").s())
          .toList();
    }
  }
}
