package io.dynamopatterns.local.page;

import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.events.RuleSpec;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.iam.RequiredPermission;
import io.dynamopatterns.emulator.schedule.ScheduleSpec;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.page.Graph;
import io.dynamopatterns.page.Graph.Edge;
import io.dynamopatterns.page.Graph.Kind;
import io.dynamopatterns.page.Graph.Node;
import io.dynamopatterns.page.Graph.Relation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The deployment as a graph: its resources and triggers from Terraform's state, what a function is
 * configured with from its environment, and what it has used from its calls.
 */
public final class Picture {
  /** Resources that no module of the deployment has made, and those of the root module. */
  private static final String SHARED = "shared";

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,;=]+");
  private static final Pattern READING =
      Pattern.compile(
          "dynamodb:(?:Get|BatchGet|Query|Scan|Describe|ConditionCheck|PartiQLSelect).*|kinesis:(?!Put).*|sqs:(?!Send).*|s3:(?:Get|List|Head).*");

  private final FleetState state;
  private final GraphNames names;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Edge> fixed = new LinkedHashMap<>();

  public Picture(FleetState state) {
    this.state = state;
    names =
        new GraphNames(
            Stream.of(
                    state.functions().stream().map(FunctionSpec::name),
                    state.tables().stream().map(TableSpec::name),
                    state.queues().stream().map(QueueSpec::name),
                    state.kinesisStreams().stream().map(stream -> stream.name()),
                    state.buses().stream(),
                    state.schedules().stream().map(ScheduleSpec::name))
                .flatMap(all -> all)
                .toList());
    state.kinesisStreams().forEach(stream -> stream(stream.name(), stream.shards()));
    state.tables().forEach(this::table);
    state.functions().forEach(this::function);
    state.queues().forEach(this::queue);
    state.buses().forEach(bus -> add(Kind.BUS, "aws_cloudwatch_event_bus", bus, Map.of()));
    state.schedules().forEach(this::schedule);
    state.mappings().forEach(this::mapping);
    state.rules().forEach(this::rule);
    state.functions().forEach(this::configured);
  }

  /**
   * The graph with what functions have used.
   *
   * @param used the permissions that the calls of each function needed
   */
  public Graph with(Map<String, Set<RequiredPermission>> used) {
    Map<String, Edge> edges = new LinkedHashMap<>(fixed);
    used.forEach(
        (function, permissions) ->
            permissions.forEach(permission -> used(function, permission, edges)));
    return new Graph(names.deployment(), List.copyOf(nodes.values()), List.copyOf(edges.values()));
  }

  /** How the page names a resource. */
  String label(String name) {
    return names.label(name);
  }

  private void used(String function, RequiredPermission permission, Map<String, Edge> edges) {
    String from = GraphNames.id(Kind.FUNCTION, function);
    GraphNames.idOf(permission.resource())
        .filter(nodes::containsKey)
        .ifPresent(
            resource -> {
              boolean reads = isRead(permission);
              String id = usedId(function, resource, reads);
              edges.putIfAbsent(
                  id,
                  reads
                      ? new Edge(id, resource, from, Relation.READS, Map.of())
                      : new Edge(id, from, resource, Relation.WRITES, Map.of()));
            });
  }

  /** The id of the edge for what a function does to a resource. */
  static String usedId(String function, String resource, boolean reads) {
    return (reads ? "reads:" : "writes:") + function + " " + resource;
  }

  static boolean isRead(RequiredPermission permission) {
    return READING.matcher(permission.action()).matches();
  }

  private void stream(String name, int shards) {
    add(Kind.STREAM, "aws_kinesis_stream", name, Map.of("Shards", shards));
  }

  private void table(TableSpec table) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("Partition key", key(table, table.hashKey()));
    table.rangeKey().ifPresent(key -> settings.put("Sort key", key(table, key)));
    Stream.concat(table.globalIndexes().stream(), table.localIndexes().stream())
        .forEach(
            index ->
                settings.put(
                    "Index " + index.name(),
                    key(table, index.hashKey())
                        + index.rangeKey().map(range -> ", " + key(table, range)).orElse("")));
    table.streamView().ifPresent(view -> settings.put("Stream", view));
    table.ttlAttribute().ifPresent(ttl -> settings.put("Time to live", ttl));
    add(Kind.TABLE, "aws_dynamodb_table", table.name(), settings);
  }

  private static String key(TableSpec table, String attribute) {
    return "%s (%s)".formatted(attribute, table.attributeTypes().getOrDefault(attribute, "S"));
  }

  private void function(FunctionSpec function) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("Handler", function.handler());
    settings.put("Jar", function.jarName());
    settings.put("Memory", function.memoryMb() + " MB");
    settings.put("Timeout", words(function.timeout()));
    if (state.urls().contains(function.name())) {
      settings.put("Function URL", "yes");
    }
    add(Kind.FUNCTION, "aws_lambda_function", function.name(), settings);
  }

  private void queue(QueueSpec queue) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("Type", queue.fifo() ? "FIFO" : "standard");
    settings.put("Visibility timeout", words(queue.visibilityTimeout()));
    String id = add(Kind.QUEUE, "aws_sqs_queue", queue.name(), settings);
    queue
        .redrive()
        .ifPresent(
            redrive -> {
              settings.put("Dead letters after", redrive.maximumReceives() + " receives");
              failures(id, redrive.deadLetterArn());
            });
  }

  private void schedule(ScheduleSpec schedule) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("Expression", schedule.expression());
    settings.put("Time zone", schedule.zone().getId());
    settings.put("Retries", schedule.maximumRetries());
    settings.put("Enabled", schedule.enabled() ? "yes" : "no");
    String id = add(Kind.SCHEDULE, "aws_scheduler_schedule", schedule.name(), settings);
    edge(
        scheduleId(schedule),
        id,
        GraphNames.id(Kind.FUNCTION, schedule.function()),
        Relation.INVOKES,
        Map.of());
    schedule.deadLetterQueue().ifPresent(arn -> failures(id, arn));
  }

  static String scheduleId(ScheduleSpec schedule) {
    return "schedule:" + schedule.name();
  }

  private void rule(RuleSpec rule) {
    String bus = GraphNames.id(Kind.BUS, rule.bus());
    for (RuleSpec.Target target : rule.targets()) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("Rule", rule.name());
      settings.put("Pattern", rule.pattern());
      settings.put("Retries", target.maximumRetries());
      settings.put("Enabled", rule.enabled() ? "yes" : "no");
      GraphNames.idOf(target.arn().text())
          .ifPresent(to -> edge(ruleId(rule, target), bus, to, Relation.INVOKES, settings));
      target.deadLetterQueue().ifPresent(arn -> failures(bus, arn));
    }
  }

  static String ruleId(RuleSpec rule, RuleSpec.Target target) {
    return "rule:%s %s %s".formatted(rule.bus(), rule.name(), target.id());
  }

  static String mappingId(MappingSpec mapping) {
    return "mapping:" + mapping.address();
  }

  private void mapping(MappingSpec mapping) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("Batch size", mapping.batchSize());
    settings.put("Batch window", words(mapping.batchWindow()));
    if (mapping.parallelization() > 1) {
      settings.put("Parallel batches per shard", mapping.parallelization());
    }
    mapping.maximumRetries().ifPresent(retries -> settings.put("Retries", retries));
    mapping.maximumAge().ifPresent(age -> settings.put("Maximum age", words(age)));
    settings.put("Bisects", mapping.bisect() ? "yes" : "no");
    settings.put("Partial failures", mapping.partialFailures() ? "yes" : "no");
    if (!mapping.filters().isEmpty()) {
      settings.put("Filters", String.join(" or ", mapping.filters()));
    }
    settings.put("Enabled", mapping.enabled() ? "yes" : "no");
    String function = GraphNames.id(Kind.FUNCTION, mapping.function());
    edge(mappingId(mapping), sourceId(mapping.source()), function, Relation.TRIGGERS, settings);
    mapping
        .onFailure()
        .ifPresent(
            arn -> {
              if (arn.startsWith("arn:aws:s3:")) {
                add(
                    Kind.BUCKET,
                    "aws_s3_bucket",
                    arn.substring(arn.lastIndexOf(':') + 1),
                    Map.of());
              }
              failures(function, arn);
            });
  }

  private static String sourceId(MappingSpec.Source source) {
    return GraphNames.id(
        switch (source) {
          case MappingSpec.TableStream table -> Kind.TABLE;
          case MappingSpec.KinesisStream stream -> Kind.STREAM;
          case MappingSpec.Queue queue -> Kind.QUEUE;
        },
        source.name());
  }

  private void failures(String from, String arn) {
    GraphNames.idOf(arn)
        .ifPresent(to -> edge(failuresId(from, to), from, to, Relation.FAILURES, Map.of()));
  }

  static String failuresId(String from, String to) {
    return "failures:" + from + " " + to;
  }

  /** Where a function's variable names a resource. */
  private void configured(FunctionSpec function) {
    String from = GraphNames.id(Kind.FUNCTION, function.name());
    Map<String, List<String>> byTarget = new LinkedHashMap<>();
    function
        .environment()
        .forEach(
            (variable, value) ->
                BETWEEN_WORDS
                    .splitAsStream(value)
                    .flatMap(word -> resources(word).stream())
                    .forEach(
                        to ->
                            byTarget.computeIfAbsent(to, any -> new ArrayList<>()).add(variable)));
    byTarget.forEach(
        (to, variables) ->
            edge(
                "configured:" + from + " " + to,
                from,
                to,
                Relation.CONFIGURED,
                Map.of(
                    "Variables", variables.stream().distinct().collect(Collectors.joining(", ")))));
  }

  /** The resources that a word of a variable may mean. */
  private Collection<String> resources(String word) {
    return Stream.concat(
            GraphNames.idOf(word).stream(),
            Stream.of(Kind.TABLE, Kind.STREAM, Kind.BUS, Kind.QUEUE)
                .map(kind -> GraphNames.id(kind, word)))
        .filter(nodes::containsKey)
        .toList();
  }

  private String add(Kind kind, String type, String name, Map<String, Object> settings) {
    String id = GraphNames.id(kind, name);
    nodes.putIfAbsent(
        id,
        new Node(
            id, kind, name, names.label(name), state.part(type, name).orElse(SHARED), settings));
    return id;
  }

  /** An edge between resources of the deployment; others are not drawn. */
  private void edge(
      String id, String from, String to, Relation relation, Map<String, Object> settings) {
    if (nodes.containsKey(from) && (nodes.containsKey(to) || isToCome(to))) {
      fixed.put(id, new Edge(id, from, to, relation, settings));
    }
  }

  /** Queues are added one after the other, and a dead-letter queue may come after its source. */
  private boolean isToCome(String id) {
    return state.queues().stream()
        .anyMatch(queue -> GraphNames.id(Kind.QUEUE, queue.name()).equals(id));
  }

  private static String words(Duration duration) {
    return duration.toSecondsPart() == 0 && duration.toMinutes() > 0
        ? duration.toMinutes() + " min"
        : duration.toSeconds() + " s";
  }
}
