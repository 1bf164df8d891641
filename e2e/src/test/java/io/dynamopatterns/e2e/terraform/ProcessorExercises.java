package io.dynamopatterns.e2e.terraform;

import static io.dynamopatterns.e2e.terraform.Caller.attribute;
import static io.dynamopatterns.e2e.terraform.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Has objects of S3 read and the event store played back, revives what is dead and cancels what is
 * held.
 */
final class ProcessorExercises {
  private static final String KEY = "exercise.log";
  private static final String MANIFEST = "exercise-manifest";
  private static final String LINES =
      "exercises - - [17/May/2015:10:05:01 +0000] \"GET /exercise HTTP/1.1\" 200 1\nno line\n";

  private final Caller caller;
  private final Moto s3;
  private final String bucket;

  /**
   * @param s3 where functions find S3
   * @param bucket the one whose objects they may read
   */
  ProcessorExercises(Caller caller, Moto s3, String bucket) {
    this.caller = caller;
    this.s3 = s3;
    this.bucket = bucket;
  }

  void run() throws Exception {
    s3.createBucket(bucket);
    String first = s3.putObject(bucket, KEY, LINES);
    s3.putObject(bucket, KEY, LINES);
    assertThatItIsRead(object().put("object", url()).put("name", "newest"));
    assertThatItIsRead(object().put("object", url()).put("name", "first").put("versionId", first));
    submitByManifest();
    playBack();
    reviveAndCancel();
  }

  private void submitByManifest() throws Exception {
    s3.putObject(bucket, MANIFEST, "{\"entries\":[{\"url\":\"%s\"}]}".formatted(url()));
    JsonNode submitted =
        caller.invoke(
            "processor.SubmitHandler", object().put("object", "s3://" + bucket + "/" + MANIFEST));
    caller.fleet().mappings().awaitSettled();

    JsonNode work = work("show", submitted.at("/work/0").asText());
    assertThat(work.path("state").asText()).as(work.toString()).isEqualTo("DONE");
    assertThat(work.at("/counts/submitted").asInt()).as(work.toString()).isEqualTo(1);
  }

  private void assertThatItIsRead(ObjectNode submission) throws Exception {
    JsonNode submitted = caller.invoke("processor.SubmitHandler", submission);
    caller.fleet().mappings().awaitSettled();

    JsonNode work = work("show", submitted.at("/work/0").asText());
    assertThat(work.path("state").asText()).as(work.toString()).isEqualTo("DONE");
    assertThat(work.at("/counts/rejected").asInt()).as(work.toString()).isEqualTo(1);
  }

  private void playBack() throws Exception {
    String url = caller.variable("processor.RunHandler", "PROCESSOR_PLAYBACK_QUEUES");
    String queue = url.substring(url.lastIndexOf('/') + 1);
    ObjectNode playback = object().put("type", "playback").put("id", "exercise");
    playback.set("input", object().put("target", queue));
    caller.invoke("processor.SubmitHandler", playback);
    caller.fleet().mappings().awaitSettled();

    JsonNode work = work("show", "exercise");
    assertThat(work.path("state").asText()).as(work.toString()).isEqualTo("DONE");
    assertThat(work.at("/counts/delivered").asInt())
        .isPositive()
        .isEqualTo(caller.fleet().queues().size(queue));
  }

  /** Work whose run died an hour ago, and work that an operator holds. */
  private void reviveAndCancel() throws Exception {
    put("dead", "RUNNING");
    put("held", "PAUSED");

    JsonNode swept = caller.invoke("processor.SweepHandler", object());

    assertThat(swept.path("revived").asInt()).isEqualTo(1);
    assertThat(work("cancel", "held").path("state").asText()).isEqualTo("CANCELLED");
    JsonNode listed =
        caller.invoke(
            "processor.ProcessorReadHandler",
            object().put("operation", "list").put("state", "DONE"));
    assertThat(listed.path("work")).isNotEmpty();
    caller.fleet().mappings().awaitSettled();
  }

  private JsonNode work(String operation, String id) throws Exception {
    return caller.invoke(
        "processor.ProcessorReadHandler", object().put("operation", operation).put("id", id));
  }

  private void put(String id, String state) {
    Instant before = Instant.now().minus(Duration.ofHours(1));
    Map<String, AttributeValue> work =
        Map.of(
            "pk", fromS(id),
            "type", fromS("lines-to-kinesis"),
            "input", fromM(Map.of("object", fromS(url()), "name", fromS(id))),
            "state", fromS(state),
            "hops", fromN("1"),
            "version", fromN("2"),
            "leaseUntil", attribute(before),
            "stateShard", fromS(state + "#0"),
            "changedAt", fromS(attribute(before).s() + "#0011223344556677"));
    String table = caller.variable("processor.SweepHandler", "PROCESSOR_TABLE");
    caller.dynamoDb().putItem(put -> put.tableName(table).item(work));
  }

  private String url() {
    return "s3://" + bucket + "/" + KEY;
  }
}
