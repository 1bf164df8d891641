package io.dynamopatterns.sim.pattern.eventstore;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import io.dynamopatterns.sim.lambda.Lambda;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.lambda.SimulatedKinesis;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.pattern.Filling;
import io.dynamopatterns.sim.run.Actions;
import io.dynamopatterns.sim.run.Excluded;
import io.dynamopatterns.sim.run.Scenario;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import io.dynamopatterns.sim.schedule.SimulatedActor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Ingest, pumps, the watermark's function and a reader that follows cross at every call, with
 * clocks up to a minute apart. Whenever a reader begins, and however its pages fall, it gets every
 * event once and in the same order.
 */
public final class EventStoreScenario implements Scenario {
  /** The buffer has most of what can cross. */
  private static final List<Mode> MODES =
      List.of(Mode.BUFFERED, Mode.BUFFERED, Mode.DIRECT, Mode.PACKED);

  private static final int STEPS = 400;
  private static final int LARGE_ONCE_IN = 20;
  private static final int MOST_STEPS = 200_000;

  @Override
  public String name() {
    return "eventstore";
  }

  @Override
  public Excluded excluded() {
    return new Excluded()
        .impossible("any bytes are an event", FaultClass.POISON_RECORD)
        .impossible("no transaction writes to its tables", FaultClass.CONFLICT)
        .impossible("it reads strongly consistently", FaultClass.LAG)
        .impossible("it publishes nothing", FaultClass.LARGE_EVENT)
        .impossible("it reads no table's stream", FaultClass.LOOP)
        .elsewhere("EventStoreIT", FaultClass.LATE_TIME_TO_LIVE)
        .elsewhere("FailedRecordsTest", FaultClass.DEAD_LETTERS);
  }

  @Override
  public List<RemovedGuard> guards() {
    return List.of(
        RemovedGuard.condition(
            "the conditions on the versions of shard states",
            (operation, request) -> operation.equals("PutItem")));
  }

  @Override
  public void run(World world) {
    WorldTables.create(world, Store.EVENTS, "pk", "sk");
    WorldTables.create(world, Store.BUFFER, "pk");
    Mode mode = world.any(MODES);
    Store store = new Store(world, mode, 1 + world.random().nextInt(2));
    SimulatedKinesis clicks = new SimulatedKinesis("clicks", 1 + world.random().nextInt(3));
    Duration stamps =
        world.faults().isActive(FaultClass.CLOCK_SKEW)
            ? Duration.ofSeconds(
                world.once(2) ? -world.random().nextInt(13) : world.random().nextInt(121) - 60)
            : Duration.ZERO;
    StreamMapping<KinesisEvent> ingest =
        new StreamMapping<>(
                world, "ingest", clicks, KinesisEvent.class, record -> true, store::ingest)
            .losing();
    SeenStream seen = new SeenStream(world, clicks, ingest);
    Reader reader = new Reader(world, store);
    Reader eager = new Reader(world, store);
    Lambda lambda = new Lambda(world);
    int mostPumps = 1 + world.random().nextInt(3);
    // Where time passes slowly, all that crosses may be in one pack.
    int mostSeconds = world.any(List.of(1, 12));
    Actions actions = new Actions(world);
    actions.add(() -> put(world, clicks, stamps));
    actions.add(
        () ->
            start(world, lambda, "watermark", 2, run -> store.watermark(world.clock(), seen, run)));
    actions.add(
        () -> start(world, lambda, "pump", mostPumps, run -> store.pump(world.clock(), run)));
    actions.add(() -> start(world, lambda, "reader", 1, reader::follow));
    actions.add(
        () -> world.clock().advance(Duration.ofMillis(world.random().nextInt(mostSeconds * 500))));
    // A reader that comes in the midst of the others, as early as the watermark allows it.
    actions.add(
        () -> {
          world.clock().advance(Duration.ofSeconds(world.random().nextInt(mostSeconds)));
          world.ask(
              () ->
                  store.watermark(
                      world.clock(), seen, SimulatedInvocation.unlimited(world.clock())));
          world.ask(() -> eager.follow(SimulatedInvocation.unlimited(world.clock())));
        });
    // A quiet time, and two pumps with new events between them.
    actions.add(
        () -> {
          world
              .clock()
              .advance(Duration.ofSeconds(mostSeconds * 2 / 3 + world.random().nextInt(6)));
          world.ask(
              () ->
                  store.watermark(
                      world.clock(), seen, SimulatedInvocation.unlimited(world.clock())));
          start(world, lambda, "pump", mostPumps, run -> store.pump(world.clock(), run));
          put(world, clicks, stamps);
        });
    if (mode == Mode.BUFFERED && mostPumps == 1 && world.faults().isActive(FaultClass.ZOMBIE)) {
      // Where pumps meet by design, and not by chance.
      CrossingPumps pumps =
          new CrossingPumps(world, store, ingest, seen, () -> put(world, clicks, stamps));
      actions.add(() -> pumps.cross(eager));
    }
    if (world.once(2)) {
      actions.add(
          () -> {
            if (world.once(4)) {
              // No claim of before holds any more.
              world.clock().advance(Duration.ofMinutes(17));
              world.ask(
                  () ->
                      store.watermark(
                          world.clock(), seen, SimulatedInvocation.unlimited(world.clock())));
              world.ask(() -> eager.follow(SimulatedInvocation.unlimited(world.clock())));
            }
          });
    }
    while (world.continues(STEPS)) {
      ingest.follow();
      if (world.faults().happens(FaultClass.RESHARDING) && clicks.shards().size() < 5) {
        clicks.split(world.random().nextInt(4));
      }
      if (world.once(4)) {
        actions.any().run();
      } else {
        world.scheduler().step();
      }
    }
    world.faults().heal();
    ingest.follow();
    world.finish(MOST_STEPS);
    if (!ingest.isIdle()) {
      throw new AssertionError("not all events are stored though nothing fails any more");
    }
    for (int i = 0; i < 3; i++) {
      world.clock().advance(Duration.ofMinutes(20));
      SimulatedInvocation last = SimulatedInvocation.unlimited(world.clock());
      world.ask(() -> store.watermark(world.clock(), seen, last));
      world.ask(() -> store.pump(world.clock(), last));
    }
    world.ask(() -> reader.follow(SimulatedInvocation.unlimited(world.clock())));
    world.ask(() -> eager.follow(SimulatedInvocation.unlimited(world.clock())));
    Reader fresh = new Reader(world, store);
    world.ask(() -> fresh.follow(SimulatedInvocation.unlimited(world.clock())));
    check(ingest, List.of(reader, eager), fresh);
  }

  private static void check(StreamMapping<?> ingest, List<Reader> readers, Reader fresh) {
    Map<String, String> put = new TreeMap<>();
    for (SourceRecord record : ingest.kept()) {
      put.put(record.json().get("eventID").asText(), SimulatedKinesis.data(record));
    }
    Set<String> read = new TreeSet<>(fresh.ids());
    if (read.size() < fresh.ids().size() || !read.equals(put.keySet())) {
      Set<String> missing = new TreeSet<>(put.keySet());
      missing.removeAll(read);
      throw new AssertionError(
          "%d events were put, %d are read, %d different; missing: %s"
              .formatted(put.size(), fresh.ids().size(), read.size(), missing));
    }
    if (!fresh.data().equals(put)) {
      throw new AssertionError("events are read with other data than they were put with");
    }
    for (Reader reader : readers) {
      if (!reader.ids().equals(fresh.ids())) {
        int same = 0;
        while (same < Math.min(reader.ids().size(), fresh.ids().size())
            && reader.ids().get(same).equals(fresh.ids().get(same))) {
          same++;
        }
        throw new AssertionError(
            "a reader that followed read %d events, and one from the beginning %d; after %d equal ones they read %s and %s"
                .formatted(
                    reader.ids().size(),
                    fresh.ids().size(),
                    same,
                    reader.ids().stream().skip(same).findFirst().orElse("nothing"),
                    fresh.ids().stream().skip(same).findFirst().orElse("nothing")));
      }
    }
  }

  private static void put(World world, SimulatedKinesis clicks, Duration stamps) {
    for (int i = world.random().nextInt(6); i >= 0; i--) {
      world.clock().advance(Duration.ofMillis(world.random().nextInt(300)));
      Instant stamp = world.clock().instant().plus(stamps).minusMillis(world.random().nextInt(50));
      String data =
          world.once(LARGE_ONCE_IN) && world.faults().happens(FaultClass.LARGE_ITEM)
              ? Filling.of(400_000 + world.random().nextInt(100_000))
              : "x";
      clicks.put(stamp, "key" + world.random().nextInt(4), data);
    }
  }

  private static <A> void start(
      World world,
      Lambda lambda,
      String function,
      int most,
      Function<SimulatedInvocation, A> body) {
    long running =
        world.scheduler().running().stream()
            .map(SimulatedActor::name)
            .filter(function::equals)
            .count();
    if (running < most) {
      if (running > 0) {
        world.faults().count(FaultClass.SCHEDULE);
      }
      lambda.start(function, body);
    }
  }
}
