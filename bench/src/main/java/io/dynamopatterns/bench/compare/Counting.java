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

/**
 * Counters of the events of a Kinesis stream, by group. In histories each event of a group adds
 * another power of 16, so that the total shows how often each one is counted.
 */
final class Counting {
  static final String LOST = "not counted";
  static final String DOUBLED = "counted again";
  private static final String EVENTS = "events";
  private static final String GROUPS_JUDGED = "groups";
  private static final int STEPS = 300;
  private static final int MOST_STEPS = 200_000;
  private static final int GROUPS = 10;

  /** The bits of a total that an event has for itself. */
  private static final int BITS = 4;

  /** How many events have their bits in a total. */
  private static final int EVENTS_OF_A_GROUP = 63 / BITS;

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
    Map<String, Integer> produced = new HashMap<>();
    while (world.continues(STEPS)) {
      mapping.follow();
      if (world.faults().happens(FaultClass.RESHARDING) && clicks.shards().size() < 6) {
        clicks.split(world.random().nextInt(4));
      }
      if (world.once(6)) {
        put(world, clicks, produced);
      } else {
        world.scheduler().step();
      }
    }
    world.faults().heal();
    mapping.follow();
    world.finish(MOST_STEPS);
    judge(produced, table, findings);
  }

  /** Puts an event of a group that has room for it. */
  private static void put(World world, SimulatedKinesis clicks, Map<String, Integer> produced) {
    String group = "group" + world.random().nextInt(3);
    while (produced.getOrDefault(group, 0) == EVENTS_OF_A_GROUP) {
      group += "+";
    }
    int number = produced.merge(group, 1, Integer::sum) - 1;
    clicks.put(
        world.clock().instant(),
        group,
        GroupEvent.data(group, group + "-" + number, amount(number), world.clock().instant()));
  }

  /** What an event adds to the total of its group. */
  static long amount(int number) {
    return 1L << (number * BITS);
  }

  /**
   * Looks for each event in the total of its group.
   *
   * @param produced the number of events of each group
   */
  static void judge(Map<String, Integer> produced, ModelTable table, Findings findings) {
    Map<String, Long> counted = new HashMap<>();
    for (Map<String, Attribute> item : table.items()) {
      if (item.get("total") instanceof Attribute.N total) {
        counted.put(WorldTables.text(item, "pk").orElseThrow(), total.value().longValue());
      }
    }
    produced.forEach(
        (group, events) -> {
          findings.judged(EVENTS, events);
          findings.judged(GROUPS_JUDGED, 1);
          long total = counted.getOrDefault(group, 0L);
          for (int number = 0; number < events; number++) {
            long times = total / amount(number) % amount(1);
            findings.found(DOUBLED, Math.max(0, times - 1));
            findings.found(LOST, times == 0 ? 1 : 0);
          }
        });
  }
}
