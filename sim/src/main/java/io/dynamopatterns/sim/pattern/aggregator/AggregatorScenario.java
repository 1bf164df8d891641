package io.dynamopatterns.sim.pattern.aggregator;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.dynamopatterns.aggregator.collect.GroupCollector;
import io.dynamopatterns.aggregator.count.Counter;
import io.dynamopatterns.aggregator.count.GroupCounter;
import io.dynamopatterns.aggregator.expire.ExpireFunction;
import io.dynamopatterns.aggregator.publish.Publisher;
import io.dynamopatterns.aggregator.publish.RoundEvents;
import io.dynamopatterns.aggregator.round.Fold;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.sim.dynamodb.table.ChangeStream;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import io.dynamopatterns.sim.lambda.Environment;
import io.dynamopatterns.sim.lambda.EventBus;
import io.dynamopatterns.sim.lambda.Filters;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.lambda.SimulatedKinesis;
import io.dynamopatterns.sim.lambda.SimulatedSchedule;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.lambda.TableStream;
import io.dynamopatterns.sim.pattern.Filling;
import io.dynamopatterns.sim.pattern.Produced;
import io.dynamopatterns.sim.run.Excluded;
import io.dynamopatterns.sim.run.Scenario;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Producers put events of a few groups into Kinesis, some twice. Collectors, counters and
 * publishers die, pause and are delivered batches again, and the streams' shards split.
 */
public final class AggregatorScenario implements Scenario {
  static final String TABLE = "aggregates";
  private static final Duration EXPIRE_AFTER = Duration.ofSeconds(20);
  private static final int STEPS = 300;
  private static final int LARGE_ONCE_IN = 6;
  private static final int MOST_STEPS = 200_000;

  @Override
  public String name() {
    return "aggregator";
  }

  @Override
  public Excluded excluded() {
    return new Excluded()
        .impossible("it has no pumps", FaultClass.CROSSING_PUMPS)
        .impossible(
            "what a run keeps for the next one is that of optimistic locking", FaultClass.CLONES)
        .elsewhere("ForgottenGroupIT", FaultClass.LATE_TIME_TO_LIVE);
  }

  @Override
  public List<RemovedGuard> guards() {
    return List.of(
        RemovedGuard.condition(
            "the condition on the round's version",
            (operation, request) -> request.path("Item").has("counted")),
        RemovedGuard.inRequests(
            "the positions that were counted",
            (operation, request) -> {
              if (request.path("Item").has("counted")) {
                request.withObject("/Item/counted").removeAll().putObject("M");
              }
            }));
  }

  @Override
  public void run(World world) {
    ModelTable table = createTable(world);
    EventBus bus = new EventBus(world);
    SimulatedKinesis clicks = new SimulatedKinesis("clicks", 1 + world.random().nextInt(2));
    int complete = 2 + world.random().nextInt(4);
    boolean expires = world.once(3);
    // Where rounds expire and tag their events, a late run may tag them with a round of before.
    boolean nextRound = !world.once(expires ? 4 : 2);
    AggregatorSettings settings = settings(clicks, complete, nextRound);
    List<StreamMapping<?>> mappings = new ArrayList<>();
    StreamMapping<KinesisEvent> collect = collect(world, clicks, settings).givingUp().losing();
    mappings.add(collect);
    mappings.addAll(ofTable(world, table.stream(), settings));
    AggregatorOracle oracle = new AggregatorOracle(complete, nextRound, expires);
    SimulatedSchedule expiry =
        new SimulatedSchedule(
            world,
            "expire",
            EXPIRE_AFTER.dividedBy(2),
            (slot, invocation) -> expire(slot, settings, invocation).containsKey("expired"));
    // Ids of a length with which a round does not list its members, but tags them.
    String longId =
        world.once(expires ? 4 : 2) ? "" : "-".repeat(150 + world.random().nextInt(100));
    while (world.continues(STEPS)) {
      mappings.forEach(StreamMapping::follow);
      Environment.reshard(world, table);
      if (world.faults().happens(FaultClass.RESHARDING) && clicks.shards().size() < 6) {
        clicks.split(world.random().nextInt(4));
      }
      if (expires) {
        expiry.follow();
        if (world.once(10)) {
          world.clock().advance(Duration.ofSeconds(world.random().nextInt(20)));
        }
      }
      if (table.hasChanges() && world.once(50) && world.faults().happens(FaultClass.STREAM_LOSS)) {
        mappings.addAll(ofTable(world, table.newStream(), settings));
      }
      if (world.once(6)) {
        produce(world, clicks, longId);
      } else {
        world.scheduler().step();
      }
    }
    world.faults().heal();
    mappings.forEach(StreamMapping::follow);
    world.finish(MOST_STEPS);
    mappings.forEach(StreamMapping::redrive);
    world.finish(MOST_STEPS);
    if (!mappings.stream().allMatch(StreamMapping::isIdle)) {
      throw new AssertionError("not all is counted and published though nothing fails any more");
    }
    if (longId.isEmpty()) {
      bus.events().stream()
          .filter(event -> !event.detail().has("members"))
          .forEach(event -> world.faults().count(FaultClass.LARGE_EVENT));
    }
    oracle.check(Produced.of(collect), WorldTables.items(world, TABLE), bus.events());
  }

  static ModelTable createTable(World world) {
    return WorldTables.createIndexed(
        world, TABLE, List.of("pk", "sk"), "open", List.of("openShard", "openSince"), Set.of());
  }

  static StreamMapping<KinesisEvent> collect(
      World world, SimulatedKinesis clicks, AggregatorSettings settings) {
    return new StreamMapping<>(
        world,
        "collect",
        clicks,
        KinesisEvent.class,
        record -> true,
        (event, invocation) ->
            new GroupCollector(table(invocation, settings), settings)
                .collect(
                    StreamBatch.of(event), new Call(invocation.deadline(), invocation.telemetry()))
                .response());
  }

  /** What reads a stream of the table. A new stream has its own, beside those of the old one. */
  static List<StreamMapping<?>> ofTable(
      World world, ChangeStream stream, AggregatorSettings settings) {
    Predicate<SourceRecord> filter = Filters.of("aggregator-fn", "count");
    return List.of(
        new StreamMapping<>(
            world,
            "count",
            new TableStream(stream),
            DynamodbEvent.class,
            // A filter that lets through what the function itself has written.
            record -> filter.test(record) || world.faults().happens(FaultClass.LOOP),
            (event, invocation) ->
                counter(invocation, settings)
                    .count(
                        StreamBatch.of(event),
                        new Call(invocation.deadline(), invocation.telemetry()))
                    .response()),
        new StreamMapping<>(
                world,
                "publish",
                new TableStream(stream),
                DynamodbEvent.class,
                Filters.of("aggregator-fn", "publish"),
                (event, invocation) ->
                    new Publisher(
                            new RoundEvents(table(invocation, settings)),
                            new EventPublisher(World.eventBridge(), "bus"))
                        .publish(
                            StreamBatch.of(event),
                            new Call(invocation.deadline(), invocation.telemetry()))
                        .response())
            .givingUp());
  }

  private static Map<String, Object> expire(
      Instant slot, AggregatorSettings settings, SimulatedInvocation invocation) {
    return new ExpireFunction(table(invocation, settings), EXPIRE_AFTER)
        .expire(
            Map.of("scheduledTime", slot.toString()),
            invocation.deadline(),
            invocation.telemetry());
  }

  private static void produce(World world, SimulatedKinesis clicks, String longId) {
    String group = "group" + world.random().nextInt(3);
    String id = "event" + world.random().nextInt(60) + longId;
    Instant now = world.clock().instant();
    if (world.faults().happens(FaultClass.POISON_RECORD)) {
      clicks.put(now, group, "{\"group\":\"" + group);
    }
    String filling =
        world.once(LARGE_ONCE_IN) && world.faults().happens(FaultClass.LARGE_ITEM)
            ? Filling.of(400_000 + world.random().nextInt(200_000))
            : "";
    int times = world.once(4) ? 2 : 1;
    for (int i = 0; i < times; i++) {
      // A producer that retries may choose another partition key.
      clicks.put(
          now,
          group + (world.once(3) ? "x" : ""),
          "{\"group\":\"%s\",\"id\":\"%s\",\"time\":\"%s\",\"filling\":\"%s\"}"
              .formatted(group, id, now, filling));
    }
  }

  private static AggregatorSettings settings(
      SimulatedKinesis clicks, int complete, boolean nextRound) {
    return AggregatorSettings.of(Variables.of(variables(clicks, complete, nextRound)));
  }

  static Map<String, String> variables(SimulatedKinesis clicks, int complete, boolean nextRound) {
    Map<String, String> variables = new HashMap<>();
    variables.put("AGGREGATOR_TABLE", TABLE);
    variables.put("AGGREGATOR_EVENT_BUS", "bus");
    variables.put("AGGREGATOR_SOURCES", "clicks=" + clicks.arn());
    variables.put("AGGREGATOR_GROUP_POINTER", "/group");
    variables.put("AGGREGATOR_ID_POINTER", "/id");
    variables.put("AGGREGATOR_TIME_POINTER", "/time");
    variables.put("AGGREGATOR_RULE_COUNT", Integer.toString(complete));
    variables.put("AGGREGATOR_AFTER_COMPLETION", nextRound ? "NEXT_ROUND" : "LATE");
    return variables;
  }

  private static AggregatesTable table(
      SimulatedInvocation invocation, AggregatorSettings settings) {
    return new AggregatesTable(
        World.client(),
        TABLE,
        settings.indexShards(),
        settings.retention(),
        Backoff.WRITES,
        invocation.clock());
  }

  private static Counter counter(SimulatedInvocation invocation, AggregatorSettings settings) {
    AggregatesTable table = table(invocation, settings);
    return new Counter(
        table,
        new GroupCounter(table, new Fold(settings.rule(), settings.afterCompletion())),
        settings.rule().readsWholeEvents());
  }
}
