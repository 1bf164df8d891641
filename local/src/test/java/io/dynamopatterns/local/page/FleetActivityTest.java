package io.dynamopatterns.local.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.function.HandlerJar;
import io.dynamopatterns.emulator.function.handlers.ObedientHandler;
import io.dynamopatterns.emulator.function.handlers.PickyHandler;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.page.Counts;
import io.dynamopatterns.page.Graph.Relation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Figures of a small fleet whose work is known. */
@Timeout(60)
class FleetActivityTest {
  private static final String STATE =
      """
      {"format_version":"1.0","values":{"root_module":{"resources":[
       {"address":"t","type":"aws_dynamodb_table","values":{"name":"orders","hash_key":"id",
        "attribute":[{"name":"id","type":"S"}]}},
       {"address":"o","type":"aws_dynamodb_table","values":{"name":"other","hash_key":"id",
        "attribute":[{"name":"id","type":"S"}]}},
       {"address":"k","type":"aws_kinesis_stream","values":{"name":"clicks","shard_count":1}},
       {"address":"p","type":"aws_lambda_function","values":{"function_name":"picky",
        "handler":"%s","filename":"handlers.jar","timeout":5}},
       {"address":"f","type":"aws_lambda_function","values":{"function_name":"obedient",
        "handler":"%s","filename":"handlers.jar","timeout":5}},
       {"address":"m","type":"aws_lambda_event_source_mapping","values":{
        "event_source_arn":"arn:aws:kinesis:us-east-1:123456789012:stream/clicks",
        "function_name":"picky","batch_size":1,"maximum_retry_attempts":0,
        "function_response_types":["ReportBatchItemFailures"],
        "destination_config":[{"on_failure":[{"destination_arn":"arn:aws:s3:::failed"}]}]}},
       {"address":"q","type":"aws_sqs_queue","values":{"name":"slots-dead",
        "arn":"arn:aws:sqs:us-east-1:123456789012:slots-dead"}},
       {"address":"d","type":"aws_sqs_queue","values":{"name":"events-dead",
        "arn":"arn:aws:sqs:us-east-1:123456789012:events-dead"}},
       {"address":"s","type":"aws_scheduler_schedule","values":{"name":"slots",
        "schedule_expression":"rate(1 hour)","target":[{"arn":"obedient",
         "input":"{\\"do\\":\\"throw\\"}","retry_policy":[{"maximum_retry_attempts":1}],
         "dead_letter_config":[{"arn":"arn:aws:sqs:us-east-1:123456789012:slots-dead"}]}]}},
       {"address":"b","type":"aws_cloudwatch_event_bus","values":{"name":"fleet"}},
       {"address":"r","type":"aws_cloudwatch_event_rule","values":{"name":"done",
        "event_bus_name":"fleet","event_pattern":"{\\"detail-type\\":[\\"Done\\"]}"}},
       {"address":"r1","type":"aws_cloudwatch_event_target","values":{"rule":"done",
        "event_bus_name":"fleet","target_id":"one",
        "arn":"arn:aws:lambda:us-east-1:123456789012:function:obedient:live",
        "input_path":"$.detail",
        "dead_letter_config":[{"arn":"arn:aws:sqs:us-east-1:123456789012:events-dead"}]}}
      ]}}}"""
          .formatted(PickyHandler.class.getName(), ObedientHandler.class.getName());

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path project;
  private Workspace workspace;
  private Fleet fleet;

  @BeforeEach
  void start() throws Exception {
    HandlerJar.build(
        Files.createDirectories(project.resolve("examples/fn/target")),
        ObedientHandler.class,
        PickyHandler.class);
    workspace = Workspace.fresh(project);
    FleetState state = FleetState.read(Files.writeString(project.resolve("state.json"), STATE));
    fleet = new Fleet(state, project, workspace);
    fleet.start();
  }

  @AfterEach
  void stop() throws Exception {
    fleet.close();
    workspace.close();
  }

  private FleetActivity activity() {
    return new FleetActivity(fleet, workspace.logs(), Optional.empty());
  }

  @Test
  void failuresAreThoseOfInvocationsAndThoseInPartEachOnce() throws Exception {
    put("good");
    put("bad");
    fleet.mappings().awaitSettled();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> fleet.function("picky").invoke("{}"))
          .isInstanceOf(InvocationException.class);
    }

    Counts counts = activity().counts();

    assertThat(counts.nodes().get("function:picky"))
        .containsEntry("invocations", 4L)
        .containsEntry("failures", 3L);
    assertThat(counts.totals().failures()).isEqualTo(3);
    assertThat(counts.edges().get("mapping:m"))
        .containsEntry("records", 1L)
        .containsEntry("failures", 1L)
        .containsEntry("givenUp", 1L)
        .containsEntry("lag", 0L);
    assertThat(counts.nodes().get("bucket:failed")).containsEntry("deadLetters", 1L);
    assertThat(counts.edges().get("failures:function:picky bucket:failed"))
        .containsEntry("records", 1L);
  }

  @Test
  void theLagIsWhatAPausedMappingHasNotReadAndRecordsInAreThoseOfTheStreams() throws Exception {
    fleet.mappings().enable(fleet.mappings().all().getFirst(), false);
    for (int i = 0; i < 3; i++) {
      put("good");
    }
    Counts counts = activity().counts();
    assertThat(counts.totals().lag()).isEqualTo(3);
    assertThat(counts.totals().lines()).isEqualTo(3);
    assertThat(counts.edges().get("mapping:m")).containsEntry("lag", 3L);
    assertThat(counts.nodes().get("stream:clicks")).containsEntry("records", 3L);
    fleet.mappings().enable(fleet.mappings().all().getFirst(), true);
    fleet.mappings().awaitSettled();
    assertThat(activity().totals().totals().lag()).isZero();
  }

  @Test
  void theCostIsThatOfInvocationsAndTheirTime() throws Exception {
    fleet.function("obedient").invoke("{\"do\":\"sleep\",\"millis\":20}");
    Counts counts = activity().counts();
    double time = fleet.function("obedient").time().toMillis() / 1000.0;
    assertThat(time).isPositive();
    assertThat(counts.nodes().get("function:obedient").get("cost").doubleValue())
        .isEqualTo(0.2e-6 + time * 128 / 1024 * 0.0000133334, within(1e-12));
    assertThat(counts.totals().dollars())
        .isEqualTo(
            counts.nodes().get("function:obedient").get("cost").doubleValue(), within(1e-12));
  }

  @Test
  void aScheduleThatFailedForGoodShowsAtTheScheduleAndItsQueue() {
    fleet.schedules(Instant.parse("2026-11-29T10:00:00Z"), any -> true).runEach();
    Counts counts = activity().counts();
    assertThat(counts.nodes().get("schedule:slots"))
        .containsEntry("runs", 1L)
        .containsEntry("failures", 1L);
    assertThat(counts.edges().get("schedule:slots")).containsEntry("givenUp", 1L);
    assertThat(counts.nodes().get("queue:slots-dead")).containsEntry("deadLetters", 1L);
    assertThat(counts.edges().get("failures:schedule:slots queue:slots-dead"))
        .containsEntry("records", 1L);
    assertThat(counts.slots()).extracting(Counts.Slot::schedule).containsExactly("slots");
  }

  @Test
  void aRulesTargetIsAnEdgeWithWhatItTookAndWhatWasGivenUpOn() throws Exception {
    putEvent("{\\\"do\\\":\\\"echo\\\"}");
    putEvent("{\\\"do\\\":\\\"throw\\\"}");
    fleet.mappings().awaitSettled();

    FleetActivity activity = activity();

    assertThat(activity.deployment().edges())
        .filteredOn(edge -> edge.from().equals("bus:fleet"))
        .extracting(edge -> edge.relation() + " " + edge.to())
        .containsExactlyInAnyOrder(
            Relation.INVOKES + " function:obedient", Relation.FAILURES + " queue:events-dead");
    Counts counts = activity.counts();
    assertThat(counts.nodes().get("bus:fleet")).containsEntry("events", 2L);
    assertThat(counts.edges().get("rule:fleet done one"))
        .containsEntry("records", 1L)
        .containsEntry("givenUp", 1L);
    assertThat(counts.nodes().get("queue:events-dead"))
        .containsEntry("waiting", 1L)
        .containsEntry("deadLetters", 1L);
  }

  @Test
  void aTableThatWasDeletedIsWithoutACountAndTheOthersAreCounted() throws Exception {
    new TableItems(fleet.dynamoDbEndpoint()).put("orders", JSON.readTree("{\"id\":{\"S\":\"1\"}}"));
    assertThat(activity().counts().nodes().get("table:other")).containsEntry("items", 0L);

    post(fleet.dynamoDbEndpoint(), "DynamoDB_20120810.DeleteTable", "{\"TableName\":\"other\"}");

    Counts counts = activity().counts();
    assertThat(counts.nodes().get("table:orders")).containsEntry("items", 1L);
    assertThat(counts.nodes()).doesNotContainKey("table:other");
  }

  private void put(String key) {
    fleet.streams().iterator().next().put(key, "{}".getBytes(StandardCharsets.UTF_8));
  }

  private void putEvent(String detail) throws Exception {
    post(
        fleet.eventBridgeEndpoint(),
        "AWSEvents.PutEvents",
        "{\"Entries\":[{\"EventBusName\":\"fleet\",\"Source\":\"me\",\"DetailType\":\"Done\",\"Detail\":\"%s\"}]}"
            .formatted(detail));
  }

  private static void post(URI endpoint, String target, String body) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(endpoint + "/"))
                    .header("X-Amz-Target", target)
                    .header("Content-Type", "application/x-amz-json-1.0")
                    .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request,"
                            + " SignedHeaders=host, Signature=none")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
