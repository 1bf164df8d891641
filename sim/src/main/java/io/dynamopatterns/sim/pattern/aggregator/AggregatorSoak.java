package io.dynamopatterns.sim.pattern.aggregator;

import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import io.dynamopatterns.sim.lambda.EventBus;
import io.dynamopatterns.sim.lambda.SimulatedKinesis;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.run.Excluded;
import io.dynamopatterns.sim.run.Scenario;
import io.dynamopatterns.sim.run.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One history of very many events, over months of virtual time: streams forget, items expire,
 * shards come and go. Rounds are completed in their order and with exact counts, and nothing grows.
 */
public final class AggregatorSoak implements Scenario {
  private static final int GROUPS = 4;
  private static final int COMPLETE = 50;
  private static final int PUT_AT_ONCE = 500;

  /** 100 days, however many events there are: items live for eight. */
  private static final int CHUNKS = 200;

  private static final Duration CHUNK_TIME = Duration.ofHours(12);
  private static final int MOST_STEPS = 10_000_000;

  private final int events;
  private final Consumer<Progress> report;
  private final SoakRounds rounds = new SoakRounds(COMPLETE);
  private final Map<String, Integer> produced = new HashMap<>();

  /**
   * How far it is.
   *
   * @param items in the table
   * @param positions the most positions that a round has
   * @param heapMegabytes in use after a collection
   */
  public record Progress(long events, int items, int positions, long heapMegabytes) {}

  public AggregatorSoak(int events, Consumer<Progress> report) {
    this.events = events;
    this.report = report;
  }

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public Set<FaultClass> faults() {
    return EnumSet.of(
        FaultClass.DUPLICATE_DELIVERY,
        FaultClass.LOST_ANSWER,
        FaultClass.THROTTLING,
        FaultClass.DEATH);
  }

  @Override
  public Excluded excluded() {
    return new Excluded();
  }

  @Override
  public List<RemovedGuard> guards() {
    return List.of();
  }

  @Override
  public void run(World world) {
    ModelTable table = AggregatorScenario.createTable(world);
    EventBus bus = new EventBus(world);
    SimulatedKinesis clicks = new SimulatedKinesis("clicks", 2);
    Map<String, String> variables = AggregatorScenario.variables(clicks, COMPLETE, true);
    variables.put("AGGREGATOR_RETENTION_DAYS", "8");
    AggregatorSettings settings = AggregatorSettings.of(Variables.of(variables));
    List<StreamMapping<?>> mappings = new ArrayList<>();
    mappings.add(AggregatorScenario.collect(world, clicks, settings));
    mappings.addAll(AggregatorScenario.ofTable(world, table.stream(), settings));
    mappings.forEach(mapping -> mapping.batchesOf(PUT_AT_ONCE));
    int chunk = Math.ceilDiv(events, CHUNKS);
    for (int done = 0; done < events; ) {
      for (int end = Math.min(events, done + chunk); done < end; done++) {
        put(world, clicks, done);
        if (done % PUT_AT_ONCE == 0) {
          settle(world, mappings);
        }
      }
      settle(world, mappings);
      bus.events().forEach(event -> rounds.add(event.detail()));
      expire(world, table);
      settle(world, mappings);
      forget(table, clicks, bus, mappings);
      List.copyOf(table.stream().shards()).forEach(table.stream()::roll);
      clicks.reshard();
      world.clock().advance(CHUNK_TIME);
      report.accept(new Progress(done, table.items().size(), positions(table), heap()));
    }
    produced.forEach(
        (group, count) ->
            SoakRounds.require(
                rounds.last(group) == count / COMPLETE,
                "%s has %d events and %d rounds".formatted(group, count, rounds.last(group))));
  }

  private void put(World world, SimulatedKinesis clicks, int number) {
    String group = "group" + world.random().nextInt(GROUPS);
    Instant now = world.clock().instant();
    produced.merge(group, 1, Integer::sum);
    for (int times = world.once(100) ? 2 : 1; times > 0; times--) {
      clicks.put(
          now,
          group,
          "{\"group\":\"%s\",\"id\":\"event%d\",\"time\":\"%s\"}".formatted(group, number, now));
    }
  }

  private static void settle(World world, List<StreamMapping<?>> mappings) {
    do {
      mappings.forEach(StreamMapping::follow);
      world.finish(MOST_STEPS);
    } while (!mappings.stream().allMatch(StreamMapping::isIdle));
  }

  /** DynamoDB deletes what has expired. */
  private static void expire(World world, ModelTable table) {
    long now = world.clock().instant().getEpochSecond();
    for (Map<String, Attribute> item : table.items()) {
      if (item.get("expiresAt") instanceof Attribute.N time && time.value().longValue() < now) {
        table.write(world.clock().instant(), table.keys().ofItem(item), Optional.empty(), true);
      }
    }
  }

  private static void forget(
      ModelTable table, SimulatedKinesis clicks, EventBus bus, List<StreamMapping<?>> mappings) {
    table.forgetChanges();
    clicks.forget();
    bus.forget();
    mappings.forEach(StreamMapping::forget);
  }

  private static int positions(ModelTable table) {
    return table.items().stream()
        .map(item -> item.get("counted"))
        .filter(Attribute.M.class::isInstance)
        .mapToInt(counted -> ((Attribute.M) counted).entries().size())
        .max()
        .orElse(0);
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
