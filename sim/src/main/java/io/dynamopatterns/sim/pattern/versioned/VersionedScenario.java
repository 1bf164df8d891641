package io.dynamopatterns.sim.pattern.versioned;

import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import io.dynamopatterns.sim.lambda.Lambda;
import io.dynamopatterns.sim.lambda.SimulatedRun;
import io.dynamopatterns.sim.lambda.SnapshotClone;
import io.dynamopatterns.sim.run.Excluded;
import io.dynamopatterns.sim.run.Scenario;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import io.dynamopatterns.sim.schedule.SimulatedActor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Up to 40 writers append to one list under optimistic locking, more than the 16 whose tokens an
 * item remembers. In some histories they also delete it, or it expires by the clock of any of them.
 * No update is lost, none is applied twice, and every outcome is true. Without tombstones a retry
 * of a create may store a deleted list again.
 */
public final class VersionedScenario implements Scenario {
  private static final String TABLE = "lists";
  static final Key KEY = Key.of("pk", "list");
  private static final int MOST_WRITERS = 40;
  private static final int MOST_OPERATIONS = 60;
  private static final int MOST_STEPS = 200_000;
  static final String EXPIRES_AT = "expiresAt";
  private static final int EXPIRES_ONCE_IN = 20;

  @Override
  public String name() {
    return "versioned";
  }

  @Override
  public Excluded excluded() {
    return new Excluded()
        .impossible("it has no pumps", FaultClass.CROSSING_PUMPS)
        .impossible(
            "it reads no stream",
            FaultClass.DUPLICATE_DELIVERY,
            FaultClass.REORDER,
            FaultClass.POISON_RECORD,
            FaultClass.DEAD_LETTERS,
            FaultClass.WRONG_IDENTIFIERS,
            FaultClass.STREAM_LOSS,
            FaultClass.READERS,
            FaultClass.LOOP,
            FaultClass.PARALLEL_LANES,
            FaultClass.RESHARDING)
        .impossible("it writes one item at a time", FaultClass.PARTIAL_BATCH)
        .impossible("it publishes nothing", FaultClass.LARGE_EVENT)
        .elsewhere("VersionedTableIT", FaultClass.LARGE_ITEM)
        .impossible("it has no schedule", FaultClass.SCHEDULE)
        .impossible("it reads strongly consistently", FaultClass.LAG);
  }

  @Override
  public List<RemovedGuard> guards() {
    return List.of(
        RemovedGuard.condition("the condition on the version", (operation, request) -> true));
  }

  @Override
  public void run(World world) {
    ModelTable table = WorldTables.create(world, TABLE, "pk");
    Appends appends = new Appends();
    boolean deletes = world.random().nextBoolean();
    boolean tombstones = world.random().nextBoolean();
    // Lists that expire within the time of a history. Under tombstones a number is used once only.
    boolean expires =
        !tombstones && world.faults().isActive(FaultClass.LATE_TIME_TO_LIVE) && world.once(2);
    Map<SimulatedActor, Clock> clocks = new IdentityHashMap<>();
    // After a restore it is the time of the new machine, too.
    InstantSource time =
        () -> clocks.getOrDefault(SimulatedActor.current(), world.clock()).instant();
    VersionedSchema<Map<String, AttributeValue>> schema = schema(time, tombstones, expires);
    VersionedTable<Map<String, AttributeValue>> snapshot =
        world.ask(() -> new VersionedTable<>(World.client(), schema));
    // Many writers with few operations, or the other way round.
    int writers = 2 + world.random().nextInt(MOST_WRITERS - 1);
    int operations = 1 + world.random().nextInt(MOST_OPERATIONS / writers);
    Lambda lambda = new Lambda(world);
    List<SimulatedRun<Boolean>> runs = new ArrayList<>();
    Map<String, Duration> skews = new HashMap<>();
    while (world.continues(writers)) {
      String name = "writer" + runs.size();
      runs.add(
          lambda.start(
              name,
              invocation -> {
                clocks.put(SimulatedActor.current(), invocation.clock());
                skews.put(name, Duration.between(world.clock().instant(), time.instant()));
                VersionedTable<Map<String, AttributeValue>> lists =
                    world.faults().happens(FaultClass.CLONES, 1)
                        ? SnapshotClone.restored(snapshot)
                        : new VersionedTable<>(World.client(), schema);
                new Writer(
                        world,
                        appends,
                        name,
                        lists.within(invocation.deadline()),
                        expires ? Optional.of(time) : Optional.empty())
                    .write(operations, deletes);
                return true;
              }));
    }
    while (expires && world.scheduler().step()) {
      if (world.once(EXPIRES_ONCE_IN)) {
        world.clock().advance(Duration.ofMillis(world.random().nextInt(2_000)));
        deleteExpired(world, table);
      }
    }
    world.finish(MOST_STEPS);
    runs.forEach(SimulatedRun::rethrow);
    appends
        .fault(Lives.of(table, skews, repeats(world)), expires)
        .ifPresent(
            fault -> {
              throw new AssertionError(fault);
            });
    if (tombstones) {
      requireRisingVersions(table);
    }
  }

  private static VersionedSchema<Map<String, AttributeValue>> schema(
      InstantSource time, boolean tombstones, boolean expires) {
    VersionedSchema<Map<String, AttributeValue>> schema = VersionedSchema.of(TABLE, "pk");
    if (tombstones) {
      return schema.withTombstones(EXPIRES_AT, Duration.ofDays(1));
    }
    return expires ? schema.withExpiry(EXPIRES_AT, time) : schema;
  }

  /** Whether DynamoDB may have run a request of a write twice, or after its call had ended. */
  private static boolean repeats(World world) {
    return world.faults().counts().keySet().stream()
        .anyMatch(fault -> fault == FaultClass.LOST_ANSWER || fault == FaultClass.ZOMBIE);
  }

  /** DynamoDB deletes the list at some time after it has expired. */
  private static void deleteExpired(World world, ModelTable table) {
    Instant now = world.clock().instant();
    for (Map<String, Attribute> item : table.items()) {
      if (Lives.hasExpired(item, now) && world.faults().happens(FaultClass.LATE_TIME_TO_LIVE)) {
        table.write(now, table.keys().ofItem(item), Optional.empty(), true);
      }
    }
  }

  /** A tombstone keeps the item's version, so that no number is used twice. */
  private static void requireRisingVersions(ModelTable table) {
    long last = 0;
    for (ModelChange change : table.changes()) {
      long version =
          change
              .after()
              .map(item -> ((Attribute.N) item.get("version")).value().longValue())
              .orElse(0L);
      if (version <= last) {
        throw new AssertionError("version %d follows %d".formatted(version, last));
      }
      last = version;
    }
  }
}
