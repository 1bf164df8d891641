package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.mapping.MappingStats;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private final ShardLag lag = new ShardLag(Clock.fixed(NOW, ZoneOffset.UTC));
  private final List<String> log = new ArrayList<>();
  private volatile boolean healthy = true;
  private Health health;

  @BeforeEach
  void start() throws Exception {
    lag.of("shard-1", 7_000L, () -> Unanswered.NONE);
    lag.of("shard-2", null, () -> Unanswered.NONE);
    health =
        new Health(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "orders",
            new MappingStats(),
            lag,
            () -> healthy,
            log::add);
  }

  @AfterEach
  void stop() {
    health.close();
  }

  @Test
  void aWorkerThatCannotContinueIsUnhealthy() throws Exception {
    assertThat(get().statusCode()).isEqualTo(200);
    healthy = false;

    assertThat(get().statusCode()).isEqualTo(503);
    assertThat(body().get("healthy").asBoolean()).isFalse();
    assertThat(body().get("shards").asInt()).isEqualTo(2);
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

  @Test
  void theLagIsThatOfTheOldestRecordThatIsNotAnswered() {
    lag.of("shard-2", 0L, () -> new Unanswered(3, Optional.of(NOW.minusSeconds(90))));

    assertThat(health.metrics(NOW).get("WorkerLag").asLong()).isEqualTo(90_000);
  }

  @Test
  void aWorkerWithoutShardsReportsNoLagSoThatAnAlarmSeesThatNoShardIsRead() {
    lag.ended("shard-1");
    lag.ended("shard-2");

    ObjectNode line = health.metrics(NOW);

    assertThat(line.has("WorkerLag")).isFalse();
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Metrics").toString()).doesNotContain("WorkerLag");
    assertThat(line.get("WorkerShards").asInt()).isZero();
  }

  @Test
  void whatWasCountedSinceTheLastMinuteIsWrittenWhenTheWorkerEnds() {
    health.close();

    assertThat(log).singleElement().asString().contains("WorkerDiscardedRecords");
  }

  @Test
  void recordsOfAShardThatAnotherWorkerTookAreNotInFlight() throws Exception {
    lag.of("shard-1", 0L, () -> new Unanswered(3, Optional.of(NOW)));
    lag.of("shard-2", 0L, () -> new Unanswered(4, Optional.of(NOW)));
    assertThat(body().get("inFlight").asInt()).isEqualTo(7);

    lag.ended("shard-1");

    assertThat(body().get("inFlight").asInt()).isEqualTo(4);
  }

  private JsonNode body() throws Exception {
    return new ObjectMapper().readTree(get().body());
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
