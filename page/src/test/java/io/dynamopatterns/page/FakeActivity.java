package io.dynamopatterns.page;

import io.dynamopatterns.page.Graph.Edge;
import io.dynamopatterns.page.Graph.Kind;
import io.dynamopatterns.page.Graph.Node;
import io.dynamopatterns.page.Graph.Relation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A deployment of any size whose figures a test sets. */
public class FakeActivity implements Activity {
  /** The value of an environment variable. Nothing else contains it. */
  static final String VALUE = "value-of-a-variable";

  private volatile Graph deployment;
  private volatile Counts.Totals totals = new Counts.Totals(0, 0, 0, 0, 0, 0);
  private final Map<String, Map<String, Number>> nodes = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Number>> edges = new ConcurrentHashMap<>();
  private final Map<String, List<Invocation>> invocations = new ConcurrentHashMap<>();
  private final Map<String, List<LogLine>> logs = new ConcurrentHashMap<>();
  private final Map<String, Map<Passed, String>> records = new ConcurrentHashMap<>();
  private final List<Counts.Slot> slots = new ArrayList<>();

  public FakeActivity(Graph deployment) {
    this.deployment = deployment;
  }

  /** A stream, a function, a table and a queue in one group. */
  public static FakeActivity small() {
    return new FakeActivity(
        new Graph(
            "shop-dev",
            List.of(
                node(Kind.STREAM, "clicks", "pages"),
                node(Kind.FUNCTION, "page-hits", "pages"),
                node(Kind.TABLE, "pages", "pages"),
                node(Kind.QUEUE, "page-hits-dead", "pages")),
            List.of(
                edge("clicks", "page-hits", Relation.TRIGGERS),
                edge("page-hits", "pages", Relation.WRITES),
                edge("page-hits", "page-hits-dead", Relation.FAILURES))));
  }

  /** As many groups as asked for, each with a stream, functions, a table and a queue. */
  public static FakeActivity large(int groups) {
    List<Node> nodes = new ArrayList<>(List.of(node(Kind.STREAM, "clicks", "shared")));
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      String group = "pattern-" + i;
      for (String part : List.of("collect", "count", "publish")) {
        nodes.add(node(Kind.FUNCTION, group + "-" + part, group));
      }
      nodes.add(node(Kind.TABLE, group + "-table", group));
      nodes.add(node(Kind.QUEUE, group + "-dead", group));
      edges.add(edge("clicks", group + "-collect", Relation.TRIGGERS));
      edges.add(edge(group + "-collect", group + "-table", Relation.WRITES));
      edges.add(edge(group + "-table", group + "-count", Relation.TRIGGERS));
      edges.add(edge(group + "-count", group + "-dead", Relation.FAILURES));
    }
    return new FakeActivity(new Graph("large-dev", nodes, edges));
  }

  public static Node node(Kind kind, String name, String group) {
    Map<String, Object> settings =
        kind == Kind.TABLE ? Map.of("Partition key", "path (S)") : Map.of();
    return new Node(name, kind, "shop-dev-" + name, name, group, settings);
  }

  public static Edge edge(String from, String to, Relation relation) {
    return new Edge(from + " to " + to, from, to, relation, Map.of());
  }

  public FakeActivity with(Node node) {
    List<Node> more = new ArrayList<>(deployment.nodes());
    more.add(node);
    deployment = new Graph(deployment.name(), more, deployment.edges());
    return this;
  }

  public void total(long lines, long writes, long invocations, long failures, long lag) {
    totals = new Counts.Totals(lines, writes, invocations, failures, lag, invocations * 2e-7);
  }

  public void figure(String node, String name, Number value) {
    put(nodes, node, name, value);
  }

  public void edgeFigure(String from, String to, String name, Number value) {
    put(edges, from + " to " + to, name, value);
  }

  private static void put(
      Map<String, Map<String, Number>> all, String id, String name, Number value) {
    all.compute(
        id,
        (any, before) -> {
          Map<String, Number> after = new TreeMap<>(before == null ? Map.of() : before);
          after.put(name, value);
          return after;
        });
  }

  public void invoked(String node, Invocation invocation) {
    invocations.computeIfAbsent(node, any -> new ArrayList<>()).addFirst(invocation);
  }

  public void logged(String node, LogLine line) {
    logs.computeIfAbsent(node, any -> new ArrayList<>()).add(line);
  }

  public void passed(String node, Passed record, String payload) {
    records.computeIfAbsent(node, any -> new ConcurrentHashMap<>()).put(record, payload);
  }

  public void ran(Counts.Slot slot) {
    synchronized (slots) {
      slots.add(slot);
    }
  }

  @Override
  public Graph deployment() {
    return deployment;
  }

  @Override
  public Counts counts() {
    synchronized (slots) {
      List<Counts.Slot> run = List.copyOf(slots);
      slots.clear();
      return new Counts(Instant.now(), totals, Map.copyOf(nodes), Map.copyOf(edges), run);
    }
  }

  @Override
  public Counts totals() {
    return counts();
  }

  @Override
  public List<Invocation> invocations(String node) {
    return invocations.getOrDefault(node, List.of());
  }

  @Override
  public List<LogLine> logs(String node, Optional<String> requestId) {
    return logs.getOrDefault(node, List.of()).stream()
        .filter(line -> requestId.isEmpty() || requestId.get().equals(line.requestId()))
        .toList();
  }

  @Override
  public List<Passed> records(String node) {
    return List.copyOf(records.getOrDefault(node, Map.of()).keySet());
  }

  @Override
  public Optional<String> payload(String node, String record) {
    return records.getOrDefault(node, Map.of()).entrySet().stream()
        .filter(entry -> entry.getKey().id().equals(record))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  @Override
  public List<UsedPermission> permissions(String node) {
    return List.of(
        new UsedPermission(
            "dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:123456789012:table/" + node));
  }

  @Override
  public Map<String, String> environment(String node) {
    return Map.of("TABLE", VALUE);
  }
}
