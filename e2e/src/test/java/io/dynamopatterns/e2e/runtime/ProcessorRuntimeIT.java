package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.emulator.kinesis.KinesisRecord;
import io.dynamopatterns.emulator.kinesis.KinesisShard;
import io.dynamopatterns.emulator.mapping.EventSourceMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Each handler of the processor under AWS's runtime client, after the mapping as deployed. */
@RuntimeTest
class ProcessorRuntimeIT {
  private static final String PACKAGE = "io.dynamopatterns.processor.";
  private static final String RUN = PACKAGE + "RunHandler";
  private static final String TABLE = "dynamo-patterns-dev-work";
  private static final String UPLOADED =
      "lines-to-kinesis:s3://dynamo-patterns-dev-uploads-123456789012-us-east-1/logs/access 20/11.log"
          + "@b21b84d653bb07b05b1e6b33684dc11b";
  private static final String CLICK =
      "192.0.2.1 - - [17/May/2015:10:05:0%d +0000] \"GET /%d\" 200 1";

  @TempDir Path directory;
  private RecordedFleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = new RecordedFleet();
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void anUploadIsWorkOnceThoughItIsAnnouncedTwice() throws Exception {
    try (LambdaRuntime submit = fleet.start(PACKAGE + "SubmitHandler")) {
      assertThat(ask(submit, fleet.event("s3-notification")).path("submitted").asInt()).isOne();
      assertThat(ask(submit, fleet.event("s3-notification")).path("already").asInt()).isOne();
    }
    JsonNode work = fleet.items(TABLE).getFirst();
    assertThat(work.at("/pk/S").asText()).isEqualTo(UPLOADED);
    assertThat(work.at("/state/S").asText()).isEqualTo("PENDING");
    assertThat(work.at("/input/M/format/S").asText()).isEqualTo("access-log");
  }

  @Test
  void linesAreDeliveredTheDeadIsRevivedTheCancelledIsLeftAloneAndEndsArePublished()
      throws Exception {
    Files.writeString(
        directory.resolve("a.log"), CLICK.formatted(1, 1) + "\nnone\n" + CLICK.formatted(2, 2));
    Map<String, String> files = Map.of("PROCESSOR_FILE_ROOT", directory.toString());
    try (LambdaRuntime submit = fleet.start(PACKAGE + "SubmitHandler", files)) {
      ask(
          submit,
          "{\"type\":\"lines-to-kinesis\",\"id\":\"live\",\"input\":{\"object\":\"file:a.log\","
              + "\"format\":\"access-log\",\"name\":\"a.log\"}}");
      ask(submit, "{\"type\":\"lines-to-kinesis\",\"id\":\"unwanted\"}");
    }
    fleet.put(TABLE, dead());
    try (LambdaRuntime sweep = fleet.start(PACKAGE + "SweepHandler")) {
      assertThat(ask(sweep, "{}").path("revived").asInt()).isOne();
    }
    try (LambdaRuntime read = fleet.start(PACKAGE + "ProcessorReadHandler");
        LambdaRuntime run = fleet.start(RUN, files)) {
      assertThat(state(read, "cancel", "unwanted")).isEqualTo("CANCELLED");

      EventSourceMapping running = fleet.mapping(fleet.tableMapping(RUN), run);
      running.drain();

      assertThat(running.stats().delivered()).as("three that were ready, two ends").isEqualTo(5);
      assertThat(running.stats().filtered()).as("what runs, and what was rejected").isPositive();
      assertThat(state(read, "show", "live")).isEqualTo("DONE");
      assertThat(state(read, "show", "dead")).isEqualTo("DONE");
      assertThat(state(read, "show", "unwanted")).isEqualTo("CANCELLED");
      JsonNode rejected = ask(read, "{\"operation\":\"rejected\",\"id\":\"live\"}");
      assertThat(rejected.at("/rejected/0/number").asInt()).isEqualTo(2);
    }
    assertThat(delivered())
        .containsExactlyInAnyOrder("a.log:1", "a.log:3", "dead.log:1", "dead.log:3");
    List<JsonNode> completed = fleet.published("WorkCompleted");
    assertThat(completed)
        .extracting(event -> event.path("work").asText() + " " + event.path("hops"))
        .containsExactlyInAnyOrder("live 1", "dead 2");
  }

  @Test
  void theEventStoreIsPlayedBackToTheQueueAsDeployed() throws Exception {
    String queue = TABLE.replace("-work", "-playback.fifo");
    String store = "io.dynamopatterns.eventstore.";
    try (LambdaRuntime ingest = fleet.start(store + "IngestHandler")) {
      RecordedFleet.answer(ingest, fleet.event("kinesis"));
    }
    try (LambdaRuntime watermark = fleet.start(store + "WatermarkHandler")) {
      ask(watermark, "{}");
    }
    try (LambdaRuntime submit = fleet.start(PACKAGE + "SubmitHandler");
        LambdaRuntime run = fleet.start(RUN);
        LambdaRuntime read = fleet.start(PACKAGE + "ProcessorReadHandler")) {
      ask(
          submit,
          "{\"type\":\"playback\",\"id\":\"again\",\"input\":{\"target\":\"%s\"}}"
              .formatted(queue));

      fleet.mapping(fleet.tableMapping(RUN), run).drain();

      JsonNode work = ask(read, "{\"operation\":\"show\",\"id\":\"again\"}");
      assertThat(work.path("state").asText()).as(work.toString()).isEqualTo("DONE");
      assertThat(work.at("/counts/delivered").asInt()).isEqualTo(3);
    }
    assertThat(fleet.messages(queue))
        .extracting(message -> message.path("playback").asText())
        .containsExactly("again", "again", "again");
    assertThat(fleet.published("WorkCompleted")).hasSize(1);
  }

  /** Work whose run ended without a word, long ago. */
  private static Map<String, AttributeValue> dead() {
    return Map.of(
        "pk", fromS("dead"),
        "type", fromS("lines-to-kinesis"),
        "input",
            fromM(
                Map.of(
                    "object", fromS("file:a.log"),
                    "format", fromS("access-log"),
                    "name", fromS("dead.log"))),
        "state", fromS("RUNNING"),
        "hops", fromN("1"),
        "version", fromN("2"),
        "leaseUntil", fromS("2026-11-20T10:00:00.000Z"),
        "stateShard", fromS("RUNNING#0"),
        "changedAt", fromS("2026-11-20T09:58:00.000Z#0011223344556677"));
  }

  private List<String> delivered() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> ids = new ArrayList<>();
    for (KinesisShard shard : fleet.clicks().shards()) {
      for (KinesisRecord record : shard.read(0, 100)) {
        ids.add(json.readTree(record.data()).path("id").asText());
      }
    }
    return ids;
  }

  private static String state(LambdaRuntime read, String operation, String id) throws Exception {
    return ask(read, "{\"operation\":\"%s\",\"id\":\"%s\"}".formatted(operation, id))
        .path("state")
        .asText();
  }

  private static JsonNode ask(LambdaRuntime runtime, String request) throws Exception {
    return RecordedFleet.answer(runtime, request);
  }
}
