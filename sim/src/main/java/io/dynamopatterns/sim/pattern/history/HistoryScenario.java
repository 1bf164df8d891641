package io.dynamopatterns.sim.pattern.history;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.history.backfill.BackfillFunction;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import io.dynamopatterns.sim.lambda.Environment;
import io.dynamopatterns.sim.lambda.Lambda;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.lambda.SimulatedRun;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.lambda.TableStream;
import io.dynamopatterns.sim.pattern.Filling;
import io.dynamopatterns.sim.run.Excluded;
import io.dynamopatterns.sim.run.Scenario;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writers change, delete and create items, DynamoDB expires some, shards split, and the recorder
 * dies, pauses and is delivered batches again. The history has each change once, in order.
 */
public final class HistoryScenario implements Scenario {
  static final String SOURCE = "source";
  private static final int STEPS = 250;
  private static final int MOST_STEPS = 100_000;

  /**
   * Large items are dear to simulate: few histories have most of them, and those have few writes.
   */
  private static final int LARGE_HISTORIES_IN = 15;

  /** What a baseline allows for. */
  private static final int MOST_BACKFILL_SKEW_SECONDS = (int) Position.CLOCK_SKEW.toSeconds();

  @Override
  public String name() {
    return "history";
  }

  @Override
  public Excluded excluded() {
    return new Excluded()
        .impossible("it has no pumps", FaultClass.CROSSING_PUMPS)
        .impossible("DynamoDB writes the records", FaultClass.POISON_RECORD)
        .impossible("no transaction writes to its tables", FaultClass.CONFLICT)
        .impossible("it publishes nothing", FaultClass.LARGE_EVENT)
        .impossible("it has no schedule", FaultClass.SCHEDULE)
        .impossible("it reads strongly consistently", FaultClass.LAG)
        .impossible("it writes to no table whose stream it reads", FaultClass.LOOP)
        .impossible("it sends one request after the other", FaultClass.PARALLEL_LANES)
        .impossible("a run keeps nothing for the next one", FaultClass.CLONES);
  }

  @Override
  public List<RemovedGuard> guards() {
    return List.of(
        RemovedGuard.inAnswers(
            "statements that were throttled are sent again",
            (operation, answer) ->
                answer
                    .path("Responses")
                    .forEach(
                        response -> {
                          if (response.at("/Error/Code").asText().equals("ThrottlingError")) {
                            ((ObjectNode) response).remove("Error");
                          }
                        })));
  }

  @Override
  public void run(World world) {
    ModelTable source = WorldTables.create(world, SOURCE, "pk");
    RecordedHistory.createTable(world);
    Lambda lambda = new Lambda(world);
    AtomicBoolean storedInPart = new AtomicBoolean();
    StreamMapping<DynamodbEvent> mapping =
        new StreamMapping<>(
                world,
                "record",
                new TableStream(source.stream()),
                DynamodbEvent.class,
                record -> true,
                (event, invocation) -> {
                  StreamsEventResponse answer = RecordedHistory.record(event, invocation);
                  storedInPart.set(!answer.getBatchItemFailures().isEmpty());
                  return answer;
                })
            .givingUp()
            .losing();
    boolean backfills = world.once(3);
    // A part of a large entry may be throttled until its retries are used up.
    boolean large =
        world.faults().isActive(FaultClass.LARGE_ITEM)
            && world.faults().isActive(FaultClass.HOT_KEY)
            && world.once(LARGE_HISTORIES_IN);
    Restores restores = new Restores(world, source);
    List<SimulatedRun<Boolean>> restoring = new ArrayList<>();
    int oneLookIn = 10 << world.random().nextInt(4);
    int writes = 0;
    while (world.continues(STEPS)) {
      mapping.follow();
      if (storedInPart.getAndSet(false)) {
        HistoryOracle.lookAtAll(world, source);
      }
      Environment.reshard(world, source);
      if (world.once(large ? 16 : 8)) {
        String state = "state" + writes++;
        String item = "item" + world.random().nextInt(large ? 1 : 3);
        int size = size(world, large);
        lambda.start(
            "writer",
            invocation -> {
              write(item, state, size, invocation.deadline());
              return true;
            });
      } else if (world.once(20)) {
        expire(world, source);
      } else if (world.once(20)) {
        restoring.add(
            lambda.start(
                "restore",
                invocation -> restores.restore(invocation, RecordedHistory.table(invocation))));
      } else if (backfills && world.once(40)) {
        // What is older than a minute or two is not left to the stream.
        world.clock().advance(Duration.ofSeconds(world.random().nextInt(240)));
        lambda.start("backfill", invocation -> backfill(world, invocation));
      } else if (world.once(oneLookIn)) {
        HistoryOracle.lookAtOne(world, source);
      } else {
        world.scheduler().step();
      }
      if (world.once(10)) {
        world.clock().advance(Duration.ofMillis(world.random().nextInt(3_000)));
      }
    }
    world.faults().heal();
    mapping.follow();
    world.finish(MOST_STEPS);
    mapping.redrive();
    world.finish(MOST_STEPS);
    if (!mapping.isIdle()) {
      throw new AssertionError("not all changes are recorded though nothing fails any more");
    }
    if (backfills) {
      world.clock().advance(Duration.ofMinutes(3));
      world.ask(() -> backfill(world, SimulatedInvocation.unlimited(world.clock())));
    }
    HistoryOracle.check(world, source, mapping, backfills);
    restoring.forEach(SimulatedRun::rethrow);
    restores.check();
  }

  /**
   * @param large whether most items are: then an entry of two images has parts
   */
  private static int size(World world, boolean large) {
    if (large
        ? !world.once(4) && world.faults().happens(FaultClass.LARGE_ITEM, 1)
        : world.once(2) && world.faults().happens(FaultClass.LARGE_ITEM)) {
      return 310_000 + world.random().nextInt(80_000);
    }
    return world.random().nextInt(3) == 0 ? world.random().nextInt(3_000) : 0;
  }

  /** All items, in one segment, as often as it takes. */
  private static boolean backfill(World world, SimulatedInvocation invocation) {
    int skew =
        world.random().nextInt(2 * MOST_BACKFILL_SKEW_SECONDS + 1) - MOST_BACKFILL_SKEW_SECONDS;
    Clock clock = Clock.offset(world.clock(), Duration.ofSeconds(skew));
    BackfillFunction function =
        new BackfillFunction(
            World.client(), RecordedHistory.settings(), RecordedHistory.table(invocation), clock);
    Map<String, Object> request = new HashMap<>(Map.of("table", SOURCE));
    while (!invocation.deadline().passed()) {
      Map<String, Object> answer =
          function.answer(request, invocation.deadline(), invocation.telemetry());
      if ((boolean) answer.get("done")) {
        return true;
      }
      if (answer.containsKey("next")) {
        request.put("next", answer.get("next"));
      }
    }
    return false;
  }

  private static void write(String item, String state, int size, Deadline deadline) {
    VersionedTable<Map<String, AttributeValue>> items =
        new VersionedTable<>(World.client(), VersionedSchema.of(SOURCE, "pk")).within(deadline);
    Key key = Key.of("pk", item);
    try {
      if (Math.floorMod(state.hashCode(), 6) == 0) {
        items.get(key).ifPresent(items::delete);
      } else {
        items.update(key, current -> Optional.of(next(key, state, size, current)));
      }
    } catch (SdkException e) {
      // The oracle looks at what is stored, not at what writers believe.
    }
  }

  private static Map<String, AttributeValue> next(
      Key key, String state, int size, Optional<Map<String, AttributeValue>> current) {
    Map<String, AttributeValue> next = new HashMap<>(key.attributes());
    next.put("state", AttributeValue.fromS(state));
    if (size > 0) {
      next.put("filling", AttributeValue.fromS(Filling.of(size)));
    } else if (Math.floorMod(state.hashCode(), 2) == 0) {
      // A large item stays large: its entry has both images, which do not fit one item.
      current.map(item -> item.get("filling")).ifPresent(filling -> next.put("filling", filling));
    }
    return next;
  }

  /** DynamoDB deletes an item. */
  private static void expire(World world, ModelTable source) {
    if (!source.items().isEmpty() && world.faults().happens(FaultClass.LATE_TIME_TO_LIVE)) {
      source.write(
          world.clock().instant(),
          source.keys().ofItem(world.any(source.items())),
          Optional.empty(),
          true);
    }
  }

  /** What is known of a change, to be compared. */
  record Seen(Optional<String> state, boolean byTimeToLive) {
    static Seen of(ModelChange change) {
      return new Seen(
          change.after().flatMap(item -> WorldTables.text(item, "state")), change.byTimeToLive());
    }
  }
}
