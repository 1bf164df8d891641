package io.dynamopatterns.sim.pattern.history;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import io.dynamopatterns.sim.dynamodb.table.Change;
import io.dynamopatterns.sim.dynamodb.table.Table;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.Guard;
import io.dynamopatterns.sim.lambda.Environment;
import io.dynamopatterns.sim.lambda.Invocation;
import io.dynamopatterns.sim.lambda.Lambda;
import io.dynamopatterns.sim.lambda.Run;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.lambda.TableStream;
import io.dynamopatterns.sim.run.Impossible;
import io.dynamopatterns.sim.run.Scenario;
import io.dynamopatterns.sim.run.Tables;
import io.dynamopatterns.sim.run.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writers change, delete and create items, DynamoDB expires some, shards split, and the recorder
 * dies, pauses and is delivered batches again. The history has each change once, in order.
 */
public final class HistoryScenario implements Scenario {
  static final String SOURCE = "source";
  static final String HISTORY = "history";
  private static final int STEPS = 250;
  private static final int MOST_STEPS = 100_000;

  @Override
  public String name() {
    return "history";
  }

  @Override
  public Set<FaultClass> faults() {
    return EnumSet.of(
        FaultClass.DUPLICATE_DELIVERY,
        FaultClass.PARTIAL_BATCH,
        FaultClass.THROTTLING,
        FaultClass.LOST_ANSWER,
        FaultClass.CLOCK_SKEW,
        FaultClass.LATE_TIME_TO_LIVE,
        FaultClass.LARGE_ITEM,
        FaultClass.DEATH,
        FaultClass.ZOMBIE,
        FaultClass.TIMEOUT,
        FaultClass.RESHARDING,
        FaultClass.WRONG_IDENTIFIERS,
        FaultClass.READERS,
        FaultClass.HOT_KEY,
        FaultClass.DEAD_LETTERS);
  }

  @Override
  public Map<FaultClass, String> impossible() {
    return new Impossible()
        .because("DynamoDB writes the records", FaultClass.POISON_RECORD)
        .because("no transaction writes to its tables", FaultClass.CONFLICT)
        .because("it publishes nothing", FaultClass.LARGE_EVENT)
        .because("it has no schedule", FaultClass.SCHEDULE)
        .because("it reads strongly consistently", FaultClass.LAG)
        .because("it writes to no table whose stream it reads", FaultClass.LOOP)
        .because("it sends one request after the other", FaultClass.PARALLEL_LANES)
        .because("a run keeps nothing for the next one", FaultClass.CLONES)
        .reasons();
  }

  @Override
  public List<Guard> guards() {
    return List.of(
        Guard.inAnswers(
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
    Table source = Tables.create(world, SOURCE, "pk");
    Tables.create(world, HISTORY, "pk", "sk");
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
                  StreamsEventResponse answer =
                      recorder(invocation)
                          .record(
                              StreamBatch.of(event),
                              new Call(invocation.deadline(), invocation.telemetry()))
                          .response();
                  storedInPart.set(!answer.getBatchItemFailures().isEmpty());
                  return answer;
                })
            .givingUp();
    Restores restores = new Restores(world, source);
    List<Run<Boolean>> restoring = new ArrayList<>();
    int oneLookIn = 10 << world.random().nextInt(4);
    int writes = 0;
    while (world.continues(STEPS)) {
      mapping.follow();
      if (storedInPart.getAndSet(false)) {
        HistoryOracle.lookAtAll(world, source);
      }
      Environment.reshard(world, source);
      if (world.once(8)) {
        String state = "state" + writes++;
        String item = "item" + world.random().nextInt(3);
        int size = size(world);
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
            lambda.start("restore", invocation -> restores.restore(invocation, table(invocation))));
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
    HistoryOracle.check(world, source);
    restoring.forEach(Run::rethrow);
    restores.check();
  }

  private static int size(World world) {
    if (world.once(2) && world.faults().happens(FaultClass.LARGE_ITEM)) {
      return 310_000 + world.random().nextInt(80_000);
    }
    return world.random().nextInt(3) == 0 ? world.random().nextInt(3_000) : 0;
  }

  private static Recorder recorder(Invocation invocation) {
    return new Recorder(table(invocation), settings());
  }

  static HistorySettings settings() {
    return HistorySettings.of(Variables.of(Map.of("HISTORY_TABLE", HISTORY)));
  }

  private static HistoryTable table(Invocation invocation) {
    return new HistoryTable(
        World.client(), HISTORY, Duration.ZERO, Backoff.WRITES, invocation.clock());
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
      next.put("filling", AttributeValue.fromS(filling(size)));
    } else if (Math.floorMod(state.hashCode(), 2) == 0) {
      // A large item stays large: its entry has both images, which do not fit one item.
      current.map(item -> item.get("filling")).ifPresent(filling -> next.put("filling", filling));
    }
    return next;
  }

  /** Text that does not compress to nothing. */
  private static String filling(int size) {
    StringBuilder text = new StringBuilder(size);
    long number = size;
    while (text.length() < size) {
      number = number * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
      text.append(Long.toString(number & Long.MAX_VALUE, Character.MAX_RADIX));
    }
    return text.toString();
  }

  /** DynamoDB deletes an item. */
  private static void expire(World world, Table source) {
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
    static Seen of(Change change) {
      return new Seen(
          change.after().flatMap(item -> Tables.text(item, "state")), change.byTimeToLive());
    }
  }
}
