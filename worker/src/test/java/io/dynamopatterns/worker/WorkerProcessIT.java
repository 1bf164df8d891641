package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Workers in this JVM, with their leases in DynamoDB Local, and the stream there or in the local
 * Kinesis.
 */
class WorkerProcessIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** In this time a worker reads the children of a shard whose end is stored. */
  private static final Duration CHILDREN = Duration.ofSeconds(4);

  private static final String CLICKS = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> CLIENTS =
      Map.of("aws.accessKeyId", "local", "aws.secretAccessKey", "local");

  private final List<String> delivered = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> before = new HashMap<>();
  private volatile Runnable beforeAnswer = () -> {};
  private TestTables tables;

  @BeforeEach
  void start() throws Exception {
    tables = new TestTables();
    CLIENTS.forEach(this::set);
    set("aws.endpointUrl", tables.endpoint());
  }

  private void set(String property, String value) {
    before.put(property, System.setProperty(property, value));
  }

  @AfterEach
  void stop() {
    before.forEach(
        (property, value) -> {
          if (value == null) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, value);
          }
        });
    tables.close();
  }

  @Test
  void aWorkerContinuesWhereTheOneBeforeItEndedAndDeliversNothingTwice() throws Exception {
    tables.write(50);
    try (Running first = new Running()) {
      awaitDelivered(50);
      assertThat(first.health().statusCode()).isEqualTo(200);
      assertThat(JSON.readTree(first.health().body()).get("shards").asInt()).isEqualTo(1);
    }
    tables.write(50);
    try (Running second = new Running()) {
      awaitDelivered(100);
      assertThat(second.health().statusCode()).isEqualTo(200);
    }

    assertEachItemInOrder(tables.versions());
  }

  /** Each night. */
  @Test
  @EnabledIfSystemProperty(named = "worker.takeover", matches = "true")
  void theChildrenOfAShardOfATableAreReadAfterItsLastAnswerSoThatEachItemStaysInOrder()
      throws Exception {
    childrenAreReadAfterTheirParent(tables.streamArn());
  }

  /** Each night. */
  @Test
  @EnabledIfSystemProperty(named = "worker.takeover", matches = "true")
  void theChildrenOfAShardOfKinesisAreReadAfterItsLastAnswerSoThatEachKeyStaysInOrder()
      throws Exception {
    childrenAreReadAfterTheirParent(CLICKS);
  }

  private void childrenAreReadAfterTheirParent(String arn) throws Exception {
    Map<String, String> environment = tables.environment("none");
    environment.put("WORKER_STREAM_ARN", arn);
    try (SplittingStream stream = new SplittingStream(arn)) {
      tables.leaseInstead(stream.parent());
      set("aws.endpointUrlKinesis", stream.endpoint());
      set("aws.endpointUrlDynamoDbStreams", stream.endpoint());
      set("aws.cborEnabled", "false");
      stream.write(30);
      stream.split();
      stream.write(40);
      AtomicBoolean early = new AtomicBoolean();
      beforeAnswer =
          () -> {
            if (delivered.isEmpty()) {
              early.set(stream.awaitReadOfAChild(CHILDREN));
            }
          };
      try (Running first = new Running(environment);
          Running second = new Running(environment)) {
        awaitDelivered(70);
        assertThat(first.health().statusCode()).isEqualTo(200);
        assertThat(second.health().statusCode()).isEqualTo(200);
      }
      assertThat(early).as("a child was read before its parent was answered").isFalse();
      assertEachItemInOrder(stream.versions());
    }
  }

  private void assertEachItemInOrder(Map<String, Integer> versions) {
    versions.forEach(
        (id, last) ->
            assertThat(delivered.stream().filter(change -> change.startsWith(id + " ")))
                .containsExactlyElementsOf(
                    IntStream.rangeClosed(1, last).mapToObj(v -> id + " " + v).toList()));
  }

  @Test
  void recordsOfAKinesisStreamAreDeliveredInOrderAndNotTwice() throws Exception {
    EmbeddedKinesisStream clicks = new EmbeddedKinesisStream("clicks", 1, Clock.systemUTC());
    tables.leaseInstead(clicks.shards().getFirst().id());
    Map<String, String> environment = tables.environment("none");
    environment.put("WORKER_STREAM_ARN", CLICKS);
    try (KinesisEndpoint kinesis = KinesisEndpoint.start(List.of(clicks))) {
      set("aws.endpointUrlKinesis", kinesis.endpoint().toString());
      put(clicks, 0, 50);
      try (Running first = new Running(environment)) {
        awaitDelivered(50);
        assertThat(first.health().statusCode()).isEqualTo(200);
      }
      put(clicks, 50, 100);
      try (Running second = new Running(environment)) {
        awaitDelivered(100);
        assertThat(second.health().statusCode()).isEqualTo(200);
      }
    }

    assertThat(delivered)
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(n -> "click " + n).toList());
  }

  private static void put(EmbeddedKinesisStream stream, int from, int to) {
    for (int n = from; n < to; n++) {
      stream.put("page", ("click " + n).getBytes(StandardCharsets.UTF_8));
    }
  }

  private String invoke(String event) {
    beforeAnswer.run();
    try {
      for (JsonNode record : JSON.readTree(event).get("Records")) {
        if (record.has("kinesis")) {
          byte[] data = record.at("/kinesis/data").binaryValue();
          delivered.add(new String(data, StandardCharsets.UTF_8));
          continue;
        }
        JsonNode item = record.at("/dynamodb/NewImage");
        delivered.add(item.at("/id/S").asText() + " " + item.at("/version/N").asText());
      }
      return "{}";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitDelivered(int changes) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (delivered.size() < changes) {
      assertThat(Instant.now()).as("%d of %d", delivered.size(), changes).isBefore(end);
      Thread.sleep(20);
    }
  }

  private final class Running implements AutoCloseable {
    private final WorkerProcess worker;
    private final Thread thread;

    Running() throws Exception {
      this(tables.environment("none"));
    }

    Running(Map<String, String> environment) throws Exception {
      worker =
          new WorkerProcess(
              WorkerSettings.from(environment),
              WorkerProcessIT.this::invoke,
              () -> false,
              discard -> {});
      thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      worker.run();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
    }

    HttpResponse<String> health() throws Exception {
      try (HttpClient client = HttpClient.newHttpClient()) {
        return client.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + worker.healthPort() + "/health"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
      }
    }

    @Override
    public void close() {
      worker.close();
      try {
        assertThat(thread.join(PATIENCE)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
