package io.dynamopatterns.sim.pattern.eventstore;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.eventstore.settings.Mode;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.Guard;
import io.dynamopatterns.sim.lambda.Invocation;
import io.dynamopatterns.sim.lambda.KinesisStream;
import io.dynamopatterns.sim.lambda.Lambda;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.run.Scenario;
import io.dynamopatterns.sim.run.Tables;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.schedule.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Ingest, pumps, the watermark's function and a reader that follows cross at every call, with
 * clocks up to a minute apart. Whenever a reader begins, and however its pages fall, it gets every
 * event once and in the same order.
 */
public final class EventStoreScenario implements Scenario {
  private static final int STEPS = 400;
  private static final int MOST_STEPS = 200_000;

  @Override
  public String name() {
    return "eventstore";
  }

  @Override
  public Set<FaultClass> faults() {
    return EnumSet.of(
        FaultClass.DUPLICATE_DELIVERY,
        FaultClass.PARTIAL_BATCH,
        FaultClass.THROTTLING,
        FaultClass.LOST_ANSWER,
        FaultClass.CLOCK_SKEW,
        FaultClass.SCHEDULE,
        FaultClass.DEATH,
        FaultClass.ZOMBIE,
        FaultClass.TIMEOUT,
        FaultClass.LAG,
        FaultClass.RESHARDING);
  }

  @Override
  public List<Guard> guards() {
    return List.of(
        Guard.condition(
            "the conditions on the versions of shard states",
            (operation, request) -> operation.equals("PutItem")));
  }

  @Override
  public void run(World world) {
    Tables.create(world, Store.EVENTS, "pk", "sk");
    Tables.create(world, Store.BUFFER, "pk");
    Store store = new Store(world.any(List.of(Mode.values())), 1 + world.random().nextInt(2));
    KinesisStream clicks = new KinesisStream("clicks", 1 + world.random().nextInt(2));
    Duration stamps =
        world.faults().isActive(FaultClass.CLOCK_SKEW)
            ? Duration.ofSeconds(world.random().nextInt(121) - 60)
            : Duration.ZERO;
    StreamMapping<KinesisEvent> ingest =
        new StreamMapping<>(
            world, "ingest", clicks, KinesisEvent.class, record -> true, store::ingest);
    SeenStream seen = new SeenStream(world, clicks, ingest);
    Reader reader = new Reader(world, store);
    Lambda lambda = new Lambda(world);
    int mostPumps = 1 + world.random().nextInt(2);
    while (world.continues(STEPS)) {
      ingest.follow();
      if (world.faults().happens(FaultClass.RESHARDING) && clicks.shards().size() < 5) {
        clicks.split(world.random().nextInt(4));
      }
      switch (world.random().nextInt(24)) {
        case 0, 1 -> put(world, clicks, stamps);
        case 2 ->
            start(world, lambda, "watermark", 2, run -> store.watermark(world.clock(), seen, run));
        case 3 -> start(world, lambda, "pump", mostPumps, run -> store.pump(world.clock(), run));
        case 4 -> start(world, lambda, "reader", 1, reader::follow);
        case 5 ->
            world
                .clock()
                .advance(
                    world.once(20)
                        ? Duration.ofMinutes(17)
                        : Duration.ofMillis(world.random().nextInt(6_000)));
        default -> world.scheduler().step();
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
      Invocation last = Invocation.unlimited(world.clock());
      world.ask(() -> store.watermark(world.clock(), seen, last));
      world.ask(() -> store.pump(world.clock(), last));
    }
    world.ask(() -> reader.follow(Invocation.unlimited(world.clock())));
    Reader fresh = new Reader(world, store);
    world.ask(() -> fresh.follow(Invocation.unlimited(world.clock())));
    check(clicks, reader, fresh);
  }

  private static void check(KinesisStream clicks, Reader reader, Reader fresh) {
    Set<String> put = new TreeSet<>();
    clicks
        .shards()
        .forEach(
            shard -> {
              for (JsonNode record : shard.records()) {
                put.add(record.get("eventID").asText());
              }
            });
    Set<String> read = new TreeSet<>(fresh.ids());
    if (read.size() < fresh.ids().size() || !read.equals(put)) {
      throw new AssertionError(
          "%d events were put, %d are read, %d different: %s"
              .formatted(put.size(), fresh.ids().size(), read.size(), fresh.ids()));
    }
    if (!reader.ids().equals(fresh.ids())) {
      throw new AssertionError(
          "a reader that followed read %s, and one from the beginning %s"
              .formatted(reader.ids(), fresh.ids()));
    }
  }

  private static void put(World world, KinesisStream clicks, Duration stamps) {
    for (int i = world.random().nextInt(6); i >= 0; i--) {
      world.clock().advance(Duration.ofMillis(world.random().nextInt(300)));
      Instant stamp = world.clock().instant().plus(stamps).minusMillis(world.random().nextInt(50));
      clicks.put(stamp, "key" + world.random().nextInt(4), "x");
    }
  }

  private static <A> void start(
      World world, Lambda lambda, String function, int most, Function<Invocation, A> body) {
    long running =
        world.scheduler().running().stream().map(Actor::name).filter(function::equals).count();
    if (running < most) {
      if (running > 0) {
        world.faults().count(FaultClass.SCHEDULE);
      }
      lambda.start(function, body);
    }
  }
}
