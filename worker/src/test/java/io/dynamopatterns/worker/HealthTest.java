package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.local.mapping.MappingStats;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final ShardLag lag = new ShardLag();
  private volatile boolean healthy = true;
  private Health health;

  @BeforeEach
  void start() throws Exception {
    lag.of("shard-1", 7_000L);
    lag.of("shard-2", null);
    health =
        new Health(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "orders",
            new MappingStats(),
            lag,
            () -> healthy);
  }

  @AfterEach
  void stop() {
    health.close();
  }

  @Test
  void aWorkerThatCannotContinueIsUnhealthy() throws Exception {
    assertThat(get().statusCode()).isEqualTo(200);
    healthy = false;

    HttpResponse<String> answer = get();

    assertThat(answer.statusCode()).isEqualTo(503);
    JsonNode body = new ObjectMapper().readTree(answer.body());
    assertThat(body.get("healthy").asBoolean()).isFalse();
    assertThat(body.get("shards").asInt()).isEqualTo(2);
  }

  @Test
  void theLagOfTheShardThatLagsMostIsAMetricOfTheWorker() {
    ObjectNode line = health.metrics(Instant.EPOCH);

    JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
    assertThat(directive.get("Namespace").asText()).isEqualTo("DynamoPatterns");
    assertThat(directive.at("/Dimensions/0/0").asText()).isEqualTo("worker");
    assertThat(line.get("worker").asText()).isEqualTo("orders");
    assertThat(line.get("WorkerLag").asLong()).isEqualTo(7_000);
    for (JsonNode metric : directive.get("Metrics")) {
      assertThat(line.has(metric.get("Name").asText())).isTrue();
    }
  }

  private HttpResponse<String> get() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health.port() + "/health"))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
