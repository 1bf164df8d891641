package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.lambda.Environment;
import io.dynamopatterns.sim.lambda.EventBus;
import io.dynamopatterns.sim.lambda.Filters;
import io.dynamopatterns.sim.lambda.SimulatedKinesis;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.lambda.TableStream;
import io.dynamopatterns.sim.run.World;
import io.dynamopatterns.sim.run.WorldTables;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Groups of events: one event on the bus when a group is complete. */
final class Aggregation {
  static final String GROUPS = "groups";
  private static final String LOST = "completion lost";
  private static final String EARLY = "completed too early";
  static final String MISSING = "event missing";
  static final String DOUBLED = "event in twice";
  private static final String AGAIN = "another completion";
  private static final String COLLECTED = "groups";
  private static final String EVENTS = "events";
  private static final String FUNCTIONS = "aggregator-fn";
  private static final int STEPS = 300;
  private static final int MOST_STEPS = 200_000;

  /** Compares what a store has of a group with the events that were produced. */
  private interface Taken {
    void judge(String group, Set<String> produced, Findings findings);
  }

  private Aggregation() {}

  /**
   * @param complete the number of events that completes a group where nothing fails
   */
  static Workload workload(int complete) {
    return new Workload(
        name(complete),
        "event",
        List.of(LOST, EARLY, AGAIN, MISSING, DOUBLED),
        List.of(COLLECTED, EVENTS),
        contenders(complete));
  }

  /** Only what it costs: histories have small groups. */
  static Workload costs(int complete) {
    return new Workload(
        name(complete),
        "event",
        List.of(),
        List.of(),
        contenders(complete).stream().map(Contender::withoutHistories).toList());
  }

  private static String name(int complete) {
    return "Groups of %d events, published when complete".formatted(complete);
  }

  private static List<Contender> contenders(int complete) {
    return List.of(
        Contender.ours(
            "aggregator",
            events -> costOfOurs(events, complete),
            histories -> histories("aggregator", histories, Aggregation::historyOfOurs)),
        list("record by record, `list_append`", complete, false),
        list("record by record, `list_append` unless the id is in a set", complete, true));
  }

  private static Contender list(String name, int complete, boolean once) {
    return Contender.peer(
        name,
        events -> costOfList(events, complete, once),
        histories ->
            histories(name, histories, (world, findings) -> historyOfList(world, findings, once)));
  }

  private static Findings histories(
      String name, int histories, BiConsumer<World, Findings> history) {
    return JudgedHistories.run(name, Streams.faults(), histories, history);
  }

  private static Cost costOfOurs(int events, int complete) {
    ModelTable table =
        Services.indexed(GROUPS, List.of("pk", "sk"), "open", List.of("openShard", "openSince"));
    MeteredService service = new MeteredService(table);
    DynamoDbClient client = Services.client(service);
    EventBridgeClient bus = Services.bus(service);
    SimulatedKinesis source = stream(events, complete);
    OurAggregator aggregator = new OurAggregator(client, bus, Clock.systemUTC(), source, complete);
    return Streams.cost(
        service, Streams.kinesis(source), batches -> runOurs(aggregator, service, table, batches));
  }

  /** Each function gets what its filter lets through of what the one before it has written. */
  private static void runOurs(
      OurAggregator aggregator,
      MeteredService service,
      ModelTable table,
      List<KinesisEvent> batches) {
    table.forgetChanges();
    Streams.handle(batches, aggregator::collect);
    // Filters and batches of a table's stream are the work of Lambda.
    Streams.handle(service.apart(() -> ofTable(table, "count")), aggregator::count);
    Streams.handle(service.apart(() -> ofTable(table, "publish")), aggregator::publish);
  }

  private static List<DynamodbEvent> ofTable(ModelTable table, String function) {
    TableStream stream = new TableStream(table.stream());
    Predicate<SourceRecord> filter = Filters.of(FUNCTIONS, function);
    return Streams.table(stream, record -> filter.test(stream.record(record)));
  }

  private static Cost costOfList(int events, int complete, boolean once) {
    MeteredService service = new MeteredService(Services.table(GROUPS, "pk"));
    ListAggregator aggregator =
        new ListAggregator(Services.client(service), Services.bus(service), complete, once);
    BatchFunction<KinesisEvent> function = (event, call) -> aggregator.handle(event);
    return Streams.cost(
        service,
        Streams.kinesis(stream(events, complete)),
        batches -> Streams.handle(batches, function));
  }

  /** Groups that come to be complete, their events mixed, and as many again. */
  private static SimulatedKinesis stream(int events, int complete) {
    SimulatedKinesis stream = new SimulatedKinesis("events", 1);
    int groups = Math.max(1, events / complete);
    for (int i = 0; i < 2 * events; i++) {
      String group = "group" + i / events + "-" + i % groups;
      stream.put(World.START, group, GroupEvent.data(group, "event" + i, World.START));
    }
    return stream;
  }

  private static void historyOfOurs(World world, Findings findings) {
    ModelTable table =
        WorldTables.createIndexed(
            world,
            GROUPS,
            List.of("pk", "sk"),
            "open",
            List.of("openShard", "openSince"),
            Set.of());
    int complete = complete(world);
    SimulatedKinesis source = source(world);
    TableStream changes = new TableStream(table.stream());
    List<StreamMapping<?>> mappings =
        List.of(
            Streams.mapping(
                world,
                "collect",
                source,
                KinesisEvent.class,
                record -> true,
                (event, call) -> ours(world, source, complete).collect(event, call)),
            Streams.mapping(
                world,
                "count",
                changes,
                DynamodbEvent.class,
                Filters.of(FUNCTIONS, "count"),
                (event, call) -> ours(world, source, complete).count(event, call)),
            Streams.mapping(
                world,
                "publish",
                changes,
                DynamodbEvent.class,
                Filters.of(FUNCTIONS, "publish"),
                (event, call) -> ours(world, source, complete).publish(event, call)));
    history(
        world,
        findings,
        table,
        source,
        complete,
        mappings,
        (group, produced, found) -> {
          judgeOurs(ofGroup(table, group), produced, found);
        });
  }

  /**
   * Looks for each event among those stored, and among the members of the round. Late events are
   * only a number: what one adds to it and another one takes cannot be seen.
   */
  static void judgeOurs(
      List<Map<String, Attribute>> items, Set<String> produced, Findings findings) {
    Set<String> stored = new HashSet<>();
    List<String> members = new ArrayList<>();
    long counted = 0;
    long late = 0;
    for (Map<String, Attribute> item : items) {
      if (item.containsKey("counted")) {
        counted += number(item, "count");
        late += number(item, "late");
        members.addAll(texts(item.get("members")));
      } else {
        stored.add(WorldTables.text(item, "sk").orElseThrow().substring("e#".length()));
      }
    }
    Set<String> different = new HashSet<>(members);
    long tooMany = members.size() - different.size();
    different.retainAll(stored);
    long unnamed = counted - members.size();
    long lateOnes = stored.size() - different.size();
    findings.found(
        MISSING,
        produced.stream().filter(id -> !stored.contains(id)).count()
            + Math.max(0, -unnamed)
            + Math.max(0, lateOnes - late));
    findings.found(DOUBLED, tooMany + Math.max(0, unnamed) + Math.max(0, late - lateOnes));
  }

  private static List<String> texts(Attribute list) {
    return ((Attribute.L) list)
        .elements().stream().map(element -> ((Attribute.S) element).value()).toList();
  }

  private static List<Map<String, Attribute>> ofGroup(ModelTable table, String group) {
    return table.items().stream()
        .filter(item -> WorldTables.text(item, "pk").equals(Optional.of(group)))
        .toList();
  }

  private static OurAggregator ours(World world, SimulatedKinesis source, int complete) {
    return new OurAggregator(World.client(), World.eventBridge(), world.clock(), source, complete);
  }

  private static void historyOfList(World world, Findings findings, boolean once) {
    ModelTable table = WorldTables.create(world, GROUPS, "pk");
    int complete = complete(world);
    SimulatedKinesis source = source(world);
    StreamMapping<KinesisEvent> mapping =
        Streams.mapping(
            world,
            "aggregate",
            source,
            KinesisEvent.class,
            record -> true,
            (event, call) ->
                new ListAggregator(World.client(), World.eventBridge(), complete, once)
                    .handle(event));
    history(
        world,
        findings,
        table,
        source,
        complete,
        List.of(mapping),
        (group, produced, found) -> {
          List<String> stored =
              ofGroup(table, group).stream()
                  .flatMap(item -> texts(item.get("events")).stream())
                  .map(Aggregation::id)
                  .toList();
          Set<String> different = new HashSet<>(stored);
          found.found(MISSING, produced.stream().filter(id -> !different.contains(id)).count());
          found.found(DOUBLED, (long) stored.size() - different.size());
        });
  }

  private static String id(String event) {
    return GroupEvent.parse(ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8))).id();
  }

  private static int complete(World world) {
    return 2 + world.random().nextInt(4);
  }

  private static SimulatedKinesis source(World world) {
    return new SimulatedKinesis("events", 1 + world.random().nextInt(2));
  }

  /** Runs a history and judges it. */
  private static void history(
      World world,
      Findings findings,
      ModelTable table,
      SimulatedKinesis source,
      int complete,
      List<StreamMapping<?>> mappings,
      Taken taken) {
    EventBus bus = new EventBus(world);
    Map<String, Set<String>> produced = new HashMap<>();
    while (world.continues(STEPS)) {
      mappings.forEach(StreamMapping::follow);
      Environment.reshard(world, table);
      if (world.faults().happens(FaultClass.RESHARDING) && source.shards().size() < 6) {
        source.split(world.random().nextInt(4));
      }
      if (world.once(6)) {
        String group = "group" + world.random().nextInt(6);
        Set<String> ids = produced.computeIfAbsent(group, any -> new HashSet<>());
        String id = group + "-" + ids.size();
        ids.add(id);
        source.put(
            world.clock().instant(), group, GroupEvent.data(group, id, world.clock().instant()));
      } else {
        world.scheduler().step();
      }
    }
    world.faults().heal();
    mappings.forEach(StreamMapping::follow);
    world.finish(MOST_STEPS);
    Map<String, Set<JsonNode>> published = published(bus.events());
    produced.forEach(
        (group, ids) -> {
          findings.judged(COLLECTED, 1);
          findings.judged(EVENTS, ids.size());
          taken.judge(group, ids, findings);
          if (ids.size() >= complete && !published.containsKey(group)) {
            findings.found(LOST, 1);
          }
        });
    published.forEach(
        (group, completions) -> {
          findings.found(AGAIN, completions.size() - 1L);
          if (completions.stream().anyMatch(event -> event.get("count").asInt() < complete)) {
            findings.found(EARLY, 1);
          }
        });
  }

  /** The different events with which each group was published, whose copies count as one. */
  private static Map<String, Set<JsonNode>> published(List<EventBus.Event> events) {
    Map<String, Set<JsonNode>> published = new HashMap<>();
    for (EventBus.Event event : events) {
      JsonNode detail = event.detail();
      published.computeIfAbsent(detail.get("group").asText(), any -> new HashSet<>()).add(detail);
    }
    return published;
  }

  private static long number(Map<String, Attribute> item, String attribute) {
    return item.get(attribute) instanceof Attribute.N number ? number.value().longValue() : 0;
  }
}
