package io.dynamopatterns.sim.pattern.periodic;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.periodic.close.CloseFunction;
import io.dynamopatterns.periodic.collect.PeriodCollector;
import io.dynamopatterns.periodic.read.PeriodicReadFunction;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import io.dynamopatterns.sim.lambda.EventBus;
import io.dynamopatterns.sim.lambda.Instances;
import io.dynamopatterns.sim.lambda.SimulatedInvocation;
import io.dynamopatterns.sim.lambda.SimulatedKinesis;
import io.dynamopatterns.sim.lambda.SimulatedSchedule;
import io.dynamopatterns.sim.lambda.StreamMapping;
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
import java.util.stream.Collectors;

/**
 * Producers put events, some late and some twice. Collectors and closers die, pause for longer than
 * their lease, cross, and run on machines whose clocks differ; the schedule fires twice or not.
 */
public final class PeriodicScenario implements Scenario {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TABLE = "periods";
  private static final int STEPS = 300;
  private static final int LARGE_ONCE_IN = 6;
  private static final int MOST_STEPS = 200_000;

  /** A run after the faults closes what is due, unless a lease is held; so few are enough. */
  private static final int RUNS_AFTER_FAULTS = 4;

  @Override
  public String name() {
    return "periodic";
  }

  @Override
  public Excluded excluded() {
    return new Excluded()
        .impossible("it has no pumps", FaultClass.CROSSING_PUMPS)
        .impossible("it reads no table's stream", FaultClass.LOOP)
        .elsewhere("ClosingIT", FaultClass.LATE_TIME_TO_LIVE);
  }

  @Override
  public List<RemovedGuard> guards() {
    return List.of(RemovedGuard.consistentReads());
  }

  @Override
  public void run(World world) {
    WorldTables.createIndexed(
        world, TABLE, List.of("pk", "sk"), "due", List.of("dueShard", "dueAt"), Set.of());
    EventBus bus = new EventBus(world);
    SimulatedKinesis clicks = new SimulatedKinesis("clicks", 1 + world.random().nextInt(2));
    PeriodicSettings settings = settings(world);
    Instances<PeriodCollector> collectors =
        new Instances<>(world, clock -> new PeriodCollector(table(), settings, clock));
    StreamMapping<KinesisEvent> collect =
        new StreamMapping<>(
                world,
                "collect",
                clicks,
                KinesisEvent.class,
                record -> true,
                (event, invocation) ->
                    collectors
                        .next(invocation.clock())
                        .collect(
                            StreamBatch.of(event),
                            new Call(invocation.deadline(), invocation.telemetry()))
                        .response())
            .givingUp()
            .losing();
    int pageEvents = 1 + world.random().nextInt(5);
    SimulatedSchedule schedule =
        new SimulatedSchedule(
            world,
            "close",
            Duration.ofMinutes(1),
            (slot, invocation) -> close(slot, settings, pageEvents, invocation) == 0);
    int oneCloserIn = 15 << world.random().nextInt(3);
    PeriodicOracle oracle = new PeriodicOracle(pointer -> world.ask(() -> members(world, pointer)));
    int put = 0;
    while (world.continues(STEPS)) {
      collect.follow();
      schedule.follow();
      if (world.faults().isActive(FaultClass.SCHEDULE) && world.once(oneCloserIn)) {
        // Two at once, and events on their way to the periods that they close.
        schedule.startNow();
        schedule.startNow();
        produce(world, clicks, put++);
      }
      if (world.faults().happens(FaultClass.RESHARDING) && clicks.shards().size() < 6) {
        clicks.split(world.random().nextInt(4));
      }
      if (world.once(6) && world.faults().happens(FaultClass.POISON_RECORD)) {
        clicks.put(world.clock().instant(), "poison", "{\"group\":\"group0");
      }
      if (world.once(6)) {
        produce(world, clicks, put++);
      } else {
        world.scheduler().step();
      }
      if (world.once(10)) {
        world.clock().advance(Duration.ofSeconds(world.random().nextInt(60)));
      }
    }
    world.faults().heal();
    collect.follow();
    world.finish(MOST_STEPS);
    collect.redrive();
    world.finish(MOST_STEPS);
    long pending = 0;
    for (int run = 0; run < RUNS_AFTER_FAULTS; run++) {
      world.clock().advance(Duration.ofMinutes(10));
      Instant slot = world.clock().instant();
      pending =
          world.ask(
              () ->
                  close(slot, settings, pageEvents, SimulatedInvocation.unlimited(world.clock())));
    }
    if (pending > 0) {
      throw new AssertionError(
          "%d periods are due and not closed though nothing fails any more".formatted(pending));
    }
    Produced produced = Produced.of(collect);
    oracle.check(
        produced.ids().values().stream().flatMap(Set::stream).collect(Collectors.toSet()),
        bus.events());
    if (oracle.pointers() > 0) {
      world.faults().count(FaultClass.LARGE_EVENT);
    }
    long rejected =
        WorldTables.items(world, TABLE).stream()
            .filter(item -> WorldTables.text(item, "pk").orElseThrow().startsWith("rejected#"))
            .filter(item -> item.containsKey("reason"))
            .count();
    if (rejected != produced.poisoned()) {
      throw new AssertionError(
          "%d records are not events, and %d are kept as rejected"
              .formatted(produced.poisoned(), rejected));
    }
  }

  /** Closes what is due, and gives how many periods are left. */
  private static long close(
      Instant slot, PeriodicSettings settings, int pageEvents, SimulatedInvocation invocation) {
    CloseFunction function =
        new CloseFunction(
            table(),
            new EventPublisher(World.eventBridge(), "bus"),
            settings.lease(),
            pageEvents,
            invocation.clock());
    Map<String, Object> answer =
        function.answer(
            Map.of("scheduledTime", slot.toString()),
            invocation.deadline(),
            invocation.telemetry());
    return ((Number) answer.get("pending")).longValue();
  }

  /** The ids of the events that a digest points to, page by page. */
  private static List<String> members(World world, JsonNode pointer) {
    PeriodicReadFunction function = new PeriodicReadFunction(table(), world.clock());
    SimulatedInvocation invocation = SimulatedInvocation.unlimited(world.clock());
    List<String> ids = new ArrayList<>();
    Map<String, Object> request = new HashMap<>();
    request.put("operation", "members");
    request.put("period", pointer.get("period").asText());
    request.put("generation", pointer.get("generation").asInt());
    request.put("group", pointer.get("group").asText());
    request.put("limit", 2);
    while (true) {
      JsonNode answer =
          JSON.valueToTree(function.answer(request, invocation.deadline(), invocation.telemetry()));
      answer.get("members").forEach(member -> ids.add(member.get("id").asText()));
      if (!answer.has("next")) {
        return ids;
      }
      request.put("next", answer.get("next").asText());
    }
  }

  private static PeriodsTable table() {
    return PeriodsTable.of(World.client(), TABLE, Backoff.WRITES);
  }

  private static void produce(World world, SimulatedKinesis clicks, int number) {
    String group = "group" + world.random().nextInt(3);
    Instant now = world.clock().instant();
    Instant time = now.minusSeconds(world.once(2) ? world.random().nextInt(200) : 0);
    String id = group + "-" + number;
    String filling =
        world.once(LARGE_ONCE_IN) && world.faults().happens(FaultClass.LARGE_ITEM)
            ? Filling.of(400_000 + world.random().nextInt(200_000))
            : "";
    String event =
        "{\"group\":\"%s\",\"id\":\"%s\",\"time\":\"%s\",\"filling\":\"%s\"}"
            .formatted(group, id, time, filling);
    clicks.put(now, group, event);
    if (world.once(4)) {
      clicks.put(now, id, event);
    }
  }

  private static PeriodicSettings settings(World world) {
    return PeriodicSettings.of(
        Variables.of(
            Map.of(
                "PERIODIC_TABLE",
                TABLE,
                "PERIODIC_EVENT_BUS",
                "bus",
                "PERIODIC_WIDTH_MINUTES",
                "1",
                "PERIODIC_GRACE_SECONDS",
                Integer.toString(world.once(2) ? 0 : world.random().nextInt(60)),
                "PERIODIC_SHARDS",
                Integer.toString(1 + world.random().nextInt(3)),
                "PERIODIC_LEASE_SECONDS",
                "60")));
  }
}
