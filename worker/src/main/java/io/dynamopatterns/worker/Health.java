package io.dynamopatterns.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dynamopatterns.mapping.MappingStats;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * {@code GET /health} for the container's health check, and once a minute a line of metrics in
 * CloudWatch's embedded metric format.
 */
final class Health implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final HttpServer server;
  private final String name;
  private final MappingStats stats;
  private final ShardLag lag;
  private final BooleanSupplier healthy;
  private final Consumer<String> log;
  private final Map<String, Long> reported = new LinkedHashMap<>();
  private long next = System.nanoTime();

  Health(
      InetSocketAddress address,
      String name,
      MappingStats stats,
      ShardLag lag,
      BooleanSupplier healthy,
      Consumer<String> log)
      throws IOException {
    this.name = name;
    this.stats = stats;
    this.lag = lag;
    this.healthy = healthy;
    this.log = log;
    server = HttpServer.create(address, 0);
    server.createContext("/health", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean good = healthy.getAsBoolean();
    byte[] body =
        JsonNodeFactory.instance
            .objectNode()
            .put("healthy", good)
            .put("shards", lag.shards())
            .put("lagMillis", lag.longest().toMillis())
            .put("inFlight", lag.unanswered())
            .put("delivered", stats.delivered())
            .put("discarded", stats.discarded())
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(good ? 200 : 503, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Writes the metrics, once a minute. */
  void report() {
    if (System.nanoTime() - next < 0) {
      return;
    }
    next = System.nanoTime() + PERIOD.toNanos();
    log.accept(metrics(Instant.now()).toString());
  }

  /** Without a shard there is no lag: zero would hide that no worker reads. */
  synchronized ObjectNode metrics(Instant now) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("worker", name);
    ObjectNode directive = JsonNodeFactory.instance.objectNode().put("Namespace", "DynamoPatterns");
    directive.putArray("Dimensions").addArray().add("worker");
    ArrayNode metrics = directive.putArray("Metrics");
    counts()
        .forEach(
            (metric, total) -> {
              metrics.addObject().put("Name", metric).put("Unit", "Count");
              line.put(metric, total - reported.getOrDefault(metric, 0L));
              reported.put(metric, total);
            });
    metrics.addObject().put("Name", "WorkerShards").put("Unit", "Count");
    line.put("WorkerShards", lag.shards());
    if (lag.shards() > 0) {
      metrics.addObject().put("Name", "WorkerLag").put("Unit", "Milliseconds");
      line.put("WorkerLag", lag.longest().toMillis());
    }
    line.putObject("_aws")
        .put("Timestamp", now.toEpochMilli())
        .putArray("CloudWatchMetrics")
        .add(directive);
    return line;
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("WorkerRecords", stats.delivered());
    counts.put("WorkerFilteredRecords", stats.filtered());
    counts.put("WorkerInvocations", stats.invocations());
    counts.put("WorkerFailedInvocations", stats.failures());
    counts.put("WorkerDiscardedRecords", stats.discarded());
    return counts;
  }

  /** Writes what was counted since the last minute. */
  @Override
  public void close() {
    log.accept(metrics(Instant.now()).toString());
    server.stop(0);
  }
}
