package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.lambda.SimulatedKinesis;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Counters of the events of a Kinesis stream, by group. */
final class Counting {
  private static final String LOST = "not counted";
  private static final String DOUBLED = "counted again";
  private static final String EVENTS = "events";
  private static final String GROUPS_JUDGED = "groups";
  private static final int STEPS = 300;
  private static final int MOST_STEPS = 200_000;
  private static final int GROUPS = 10;

  /** A function of one contender. */
  private interface Counter {
    StreamsEventResponse count(DynamoDbClient client, KinesisEvent event, Call call);
  }

  private Counting() {}

  static Workload workload() {
    return new Workload(
        "Exact counters from a stream",
        "event",
        List.of(LOST, DOUBLED),
        List.of(EVENTS, GROUPS_JUDGED),
        List.of(
            contender(true, "`StreamBatch`, `CountedPositions`", Counters::inLanes),
            contender(
                false,
                "record by record, `ADD`",
                (client, event, call) -> Counters.byAdd(client, event)),
            contender(
                false,
                "record by record, `ADD` and a marker in a transaction",
                (client, event, call) -> Counters.byAddWithMarker(client, event))));
  }

  private static Contender contender(boolean ours, String name, Counter counter) {
    return new Contender(
        name,
        ours,
        events -> cost(events, counter),
        histories ->
            JudgedHistories.run(
                name,
                Streams.faults(),
                histories,
                (world, findings) -> history(world, findings, counter)));
  }

  private static Cost cost(int events, Counter counter) {
    MeteredService service = new MeteredService(Services.table(Counters.COUNTS, "pk"));
    DynamoDbClient client = Services.client(service);
    SimulatedKinesis stream = new SimulatedKinesis("events", 1);
    for (int i = 0; i < 2 * events; i++) {
      String group = "group" + i % GROUPS;
      stream.put(World.START, group, GroupEvent.data(group, "event" + i, World.START));
    }
    BatchFunction<KinesisEvent> function = (event, call) -> counter.count(client, event, call);
    return Streams.cost(
        service, Streams.kinesis(stream), batches -> Streams.handle(batches, function));
  }

  private static void history(World world, Findings findings, Counter counter) {
    ModelTable table = WorldTables.create(world, Counters.COUNTS, "pk");
    SimulatedKinesis clicks = new SimulatedKinesis("clicks", 1 + world.random().nextInt(2));
    StreamMapping<KinesisEvent> mapping =
        Streams.mapping(
            world,
            "count",
            clicks,
            KinesisEvent.class,
            record -> true,
            (event, call) -> counter.count(World.client(), event, call));
    Map<String, Long> produced = new HashMap<>();
    while (world.continues(STEPS)) {
      mapping.follow();
      if (world.faults().happens(FaultClass.RESHARDING) && clicks.shards().size() < 6) {
        clicks.split(world.random().nextInt(4));
      }
      if (world.once(6)) {
        String group = "group" + world.random().nextInt(3);
        long number = produced.merge(group, 1L, Long::sum);
        clicks.put(
            world.clock().instant(),
            group,
            GroupEvent.data(group, group + "-" + number, world.clock().instant()));
      } else {
        world.scheduler().step();
      }
    }
    world.faults().heal();
    mapping.follow();
    world.finish(MOST_STEPS);
    judge(produced, table, findings);
  }

  /** A counter shows only what is left of events that were lost and others that were doubled. */
  private static void judge(Map<String, Long> produced, ModelTable table, Findings findings) {
    Map<String, Long> counted = new HashMap<>();
    for (Map<String, Attribute> item : table.items()) {
      if (item.get("hits") instanceof Attribute.N hits) {
        counted.put(WorldTables.text(item, "pk").orElseThrow(), hits.value().longValue());
      }
    }
    produced.forEach(
        (group, events) -> {
          long difference = counted.getOrDefault(group, 0L) - events;
          findings.judged(EVENTS, events);
          findings.judged(GROUPS_JUDGED, 1);
          findings.found(DOUBLED, Math.max(0, difference));
          findings.found(LOST, Math.max(0, -difference));
        });
  }
}
