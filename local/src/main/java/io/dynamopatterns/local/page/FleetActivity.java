package io.dynamopatterns.local.page;

import io.dynamopatterns.emulator.dynamodb.DynamoDbUsage;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.events.EventRules;
import io.dynamopatterns.emulator.function.LocalFunction;
import io.dynamopatterns.emulator.iam.RequiredPermission;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.mapping.Mapping;
import io.dynamopatterns.emulator.schedule.ScheduleSpec;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.page.Activity;
import io.dynamopatterns.page.Counts;
import io.dynamopatterns.page.Graph;
import io.dynamopatterns.page.Graph.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** A running fleet, as the page shows it. */
final class FleetActivity implements Activity {
  /** Counting a table's items takes a request. */
  private static final Duration ITEMS_HOLD = Duration.ofSeconds(3);

  private final Fleet fleet;
  private final Path logs;
  private final LongSupplier lines;
  private final Picture picture;
  private final TableItems tables;

  /** Ids of the queues whose messages are dead letters. */
  private final Set<String> deadLetterQueues = new HashSet<>();

  private Map<String, Set<RequiredPermission>> used = Map.of();
  private Graph deployment;
  private Map<String, Long> items = Map.of();
  private Instant itemsAt = Instant.MIN;
  private long slots;

  /**
   * @param logs where the functions' logs are
   * @param lines how many lines of input were read; without an input the records of streams
   */
  FleetActivity(Fleet fleet, Path logs, Optional<LongSupplier> lines) {
    this.fleet = fleet;
    this.logs = logs;
    this.lines =
        lines.orElse(() -> fleet.streams().stream().mapToLong(EmbeddedKinesisStream::size).sum());
    picture = new Picture(fleet.state());
    tables = new TableItems(fleet.dynamoDbEndpoint());
    Stream<String> ofQueues =
        fleet.state().queues().stream()
            .flatMap(queue -> queue.redrive().stream())
            .map(QueueSpec.Redrive::deadLetterArn);
    Stream<String> ofRules =
        fleet.state().rules().stream()
            .flatMap(rule -> rule.targets().stream())
            .flatMap(target -> target.deadLetterQueue().stream());
    Stream.concat(ofQueues, ofRules)
        .flatMap(arn -> GraphNames.idOf(arn).stream())
        .forEach(deadLetterQueues::add);
    deployment = picture.with(used);
  }

  @Override
  public synchronized Graph deployment() {
    Map<String, Set<RequiredPermission>> now = new LinkedHashMap<>();
    fleet.functions().forEach(f -> now.put(f.spec().name(), f.requiredPermissions()));
    if (!now.equals(used)) {
      used = now;
      deployment = picture.with(used);
    }
    return deployment;
  }

  @Override
  public synchronized Counts counts() {
    Map<String, Map<String, Number>> nodes = new HashMap<>();
    Map<String, Map<String, Number>> edges = new HashMap<>();
    for (LocalFunction function : fleet.functions()) {
      nodes.put(GraphNames.id(Kind.FUNCTION, function.spec().name()), figures(function));
      function
          .permissionCounts()
          .forEach((permission, calls) -> count(function, permission, calls, edges));
    }
    fleet.mappings().all().forEach(mapping -> count(mapping, nodes, edges));
    resources(nodes, edges);
    Counts totals = totals();
    return new Counts(totals.time(), totals.totals(), nodes, edges, totals.slots());
  }

  @Override
  public synchronized Counts totals() {
    long writes = 0;
    long invocations = 0;
    long failures = 0;
    double dollars = 0;
    for (LocalFunction function : fleet.functions()) {
      writes += fleet.usage(function).writes();
      invocations += function.invocations();
      failures += failures(function);
      dollars += cost(function);
    }
    long lag = fleet.mappings().all().stream().mapToLong(fleet::lag).sum();
    return new Counts(
        Instant.now(),
        new Counts.Totals(lines.getAsLong(), writes, invocations, failures, lag, dollars),
        Map.of(),
        Map.of(),
        ranSlots());
  }

  /** Invocations that failed, and those that failed in part, which only a mapping knows. */
  private long failures(LocalFunction function) {
    long inPart =
        fleet.mappings().all().stream()
            .filter(mapping -> mapping.spec().function().equals(function.spec().name()))
            .mapToLong(mapping -> mapping.stats().partialFailures())
            .sum();
    return function.failures() + inPart;
  }

  private double cost(LocalFunction function) {
    DynamoDbUsage usage = fleet.usage(function);
    return OnDemandPrices.dollars(
        usage.writeUnits(),
        usage.readUnits(),
        function.invocations(),
        function.time(),
        function.spec().memoryMb());
  }

  private Map<String, Number> figures(LocalFunction function) {
    DynamoDbUsage usage = fleet.usage(function);
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("invocations", function.invocations());
    figures.put("failures", failures(function));
    figures.put("milliseconds", function.time().toMillis());
    figures.put("writes", usage.writes());
    figures.put("reads", usage.reads());
    figures.put("writeUnits", usage.writeUnits());
    figures.put("readUnits", usage.readUnits());
    figures.put("cost", cost(function));
    return figures;
  }

  private static void count(
      LocalFunction function,
      RequiredPermission permission,
      long calls,
      Map<String, Map<String, Number>> edges) {
    GraphNames.idOf(permission.resource())
        .ifPresent(
            resource ->
                add(
                    edges,
                    Picture.usedId(function.spec().name(), resource, Picture.isRead(permission)),
                    "records",
                    calls));
  }

  private void count(
      Mapping mapping,
      Map<String, Map<String, Number>> nodes,
      Map<String, Map<String, Number>> edges) {
    MappingSpec spec = mapping.spec();
    String edge = Picture.mappingId(spec);
    add(edges, edge, "records", mapping.stats().delivered());
    add(edges, edge, "lag", fleet.lag(mapping));
    add(edges, edge, "failures", mapping.stats().failures());
    add(edges, edge, "filtered", mapping.stats().filtered());
    add(edges, edge, "givenUp", mapping.stats().discarded());
    if (spec.source() instanceof MappingSpec.TableStream table) {
      nodes
          .computeIfAbsent(GraphNames.id(Kind.TABLE, table.name()), any -> new LinkedHashMap<>())
          .merge(
              "changes", mapping.stats().read(), (a, b) -> Math.max(a.longValue(), b.longValue()));
    }
    spec.onFailure()
        .flatMap(GraphNames::idOf)
        .ifPresent(
            to -> {
              long discarded = mapping.stats().discarded();
              add(
                  edges,
                  Picture.failuresId(GraphNames.id(Kind.FUNCTION, spec.function()), to),
                  "records",
                  discarded);
              add(nodes, to, "deadLetters", discarded);
            });
  }

  private void resources(
      Map<String, Map<String, Number>> nodes, Map<String, Map<String, Number>> edges) {
    itemCounts()
        .forEach((table, count) -> add(nodes, GraphNames.id(Kind.TABLE, table), "items", count));
    for (EmbeddedKinesisStream stream : fleet.streams()) {
      add(nodes, GraphNames.id(Kind.STREAM, stream.name()), "records", stream.size());
    }
    for (QueueSpec queue : fleet.queues().specs()) {
      String id = GraphNames.id(Kind.QUEUE, queue.name());
      long waiting = fleet.queues().size(queue.name());
      add(nodes, id, "waiting", waiting);
      if (deadLetterQueues.contains(id)) {
        add(nodes, id, "deadLetters", waiting);
      }
    }
    fleet
        .events()
        .counts()
        .forEach((bus, events) -> add(nodes, GraphNames.id(Kind.BUS, bus), "events", events));
    Map<String, Long> runs = fleet.ranSlots().counts();
    for (ScheduleSpec schedule : fleet.state().schedules()) {
      String id = GraphNames.id(Kind.SCHEDULE, schedule.name());
      long ran = runs.getOrDefault(schedule.name(), 0L);
      long givenUp = fleet.deadLettered(schedule);
      add(nodes, id, "runs", ran);
      add(nodes, id, "failures", givenUp);
      add(edges, Picture.scheduleId(schedule), "records", ran);
      add(edges, Picture.scheduleId(schedule), "givenUp", givenUp);
      // The fleet keeps them as files, not in the queue.
      schedule
          .deadLetterQueue()
          .flatMap(GraphNames::idOf)
          .ifPresent(
              to -> {
                add(edges, Picture.failuresId(id, to), "records", givenUp);
                add(nodes, to, "deadLetters", givenUp);
              });
    }
    for (EventRules.Delivered counted : fleet.ruleCounts()) {
      String edge = Picture.ruleId(counted.rule(), counted.target());
      add(edges, edge, "records", counted.delivered());
      add(edges, edge, "givenUp", counted.givenUp());
      String bus = GraphNames.id(Kind.BUS, counted.rule().bus());
      counted
          .target()
          .deadLetterQueue()
          .flatMap(GraphNames::idOf)
          .ifPresent(to -> add(edges, Picture.failuresId(bus, to), "records", counted.givenUp()));
    }
  }

  private static void add(
      Map<String, Map<String, Number>> all, String id, String name, long value) {
    all.computeIfAbsent(id, any -> new LinkedHashMap<>())
        .merge(name, value, (a, b) -> a.longValue() + b.longValue());
  }

  private Map<String, Long> itemCounts() {
    Instant now = Instant.now();
    if (itemsAt.plus(ITEMS_HOLD).isBefore(now)) {
      itemsAt = now;
      Map<String, Long> counted = new LinkedHashMap<>();
      for (TableSpec table : fleet.state().tables()) {
        try {
          counted.put(table.name(), tables.count(table.name()));
        } catch (IllegalStateException e) {
          // It was deleted, or DynamoDB Local does not answer: it is shown without a count.
        }
      }
      items = counted;
    }
    return items;
  }

  private List<Counts.Slot> ranSlots() {
    List<Counts.Slot> ran =
        fleet.ranSlots().from(slots).stream()
            .map(slot -> new Counts.Slot(slot.schedule(), slot.slot(), slot.time()))
            .toList();
    slots = fleet.ranSlots().size();
    return ran;
  }

  private Optional<LocalFunction> function(String node) {
    String prefix = GraphNames.id(Kind.FUNCTION, "");
    return node.startsWith(prefix)
        ? Optional.ofNullable(fleet.function(node.substring(prefix.length())))
        : Optional.empty();
  }

  @Override
  public List<Invocation> invocations(String node) {
    return function(node).map(f -> Traced.invocations(f.trace())).orElse(List.of());
  }

  @Override
  public List<LogLine> logs(String node, Optional<String> requestId) {
    return function(node)
        .map(f -> FunctionLog.last(logs.resolve(f.spec().name() + ".log"), requestId))
        .orElse(List.of());
  }

  @Override
  public List<Passed> records(String node) {
    return function(node).map(f -> Traced.records(f.trace(), picture::label)).orElse(List.of());
  }

  @Override
  public Optional<String> payload(String node, String record) {
    return function(node).flatMap(f -> Traced.payload(f.trace(), record));
  }

  @Override
  public List<UsedPermission> permissions(String node) {
    return function(node).stream()
        .flatMap(f -> f.requiredPermissions().stream().sorted())
        .map(permission -> new UsedPermission(permission.action(), permission.resource()))
        .toList();
  }

  @Override
  public Map<String, String> environment(String node) {
    return function(node).map(f -> f.spec().environment()).orElse(Map.of());
  }
}
