package io.dynamopatterns.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.function.HandlerJar;
import io.dynamopatterns.local.function.handlers.PickyHandler;
import io.dynamopatterns.local.page.Running;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.operations.Answer;
import io.dynamopatterns.operations.Deployment;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.Operation;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.Operations;
import io.dynamopatterns.operations.Progress;
import io.dynamopatterns.operations.Requests;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Times;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that a mapping really gave up on, as an operator sees them and sends them again. */
@Timeout(60)
class FailedRecordsTest {
  private static final String FIXED = "picky.fixed";
  private static final String STATE =
      """
      {"format_version":"1.0","values":{"root_module":{"resources":[
       {"address":"k","type":"aws_kinesis_stream","values":{"name":"clicks","shard_count":1}},
       {"address":"f","type":"aws_lambda_function","values":{"function_name":"shop-picky",
        "handler":"%s","filename":"handlers.jar","timeout":5}},
       {"address":"m","type":"aws_lambda_event_source_mapping","values":{
        "event_source_arn":"arn:aws:kinesis:us-east-1:123456789012:stream/clicks",
        "function_name":"shop-picky","batch_size":10,"maximum_retry_attempts":0,
        "bisect_batch_on_function_error":true,
        "function_response_types":["ReportBatchItemFailures"],
        "destination_config":[{"on_failure":[{"destination_arn":"arn:aws:s3:::failed"}]}]}}
      ]}}}\
      """
          .formatted(PickyHandler.class.getName());

  @TempDir Path project;
  private Workspace workspace;
  private Fleet fleet;
  private Session session;

  @BeforeEach
  void failTwoRecords() throws Exception {
    HandlerJar.build(
        Files.createDirectories(project.resolve("examples/fn/target")), PickyHandler.class);
    FleetState state = FleetState.read(Files.writeString(project.resolve("state.json"), STATE));
    workspace = Workspace.fresh(project);
    fleet = new Fleet(state, project, workspace);
    fleet.start();
    session =
        new Session(
            Deployment.of(
                new Running(state, fleet.openGateway(0)).fleet(Optional.empty()), Optional.empty()),
            new Times(Clock.systemUTC()),
            Progress.SILENT);
    for (String key : List.of("good", "bad", "good", "bad")) {
      fleet
          .streams()
          .iterator()
          .next()
          .put(key, ("payload of " + key).getBytes(StandardCharsets.UTF_8));
    }
    fleet.mappings().awaitSettled();
  }

  @AfterEach
  void stop() throws Exception {
    System.clearProperty(FIXED);
    session.deployment().close();
    fleet.close();
    workspace.close();
  }

  @Test
  void failedRecordsAreListedAndShownWithTheirReasonAndContent() {
    JsonNode listed = Json.of(run("failed list", "{\"function\":\"picky\",\"limit\":1}"));

    assertThat(listed.at("/failed/0/function").asText()).isEqualTo("shop-picky");
    assertThat(listed.at("/failed/0/reason").asText()).isEqualTo("RetryAttemptsExhausted");
    String next = listed.path("next").asText();
    JsonNode second = Json.of(run("failed list", "{\"next\":\"%s\"}".formatted(next)));
    assertThat(second.path("failed")).hasSize(1);
    assertThat(second.path("next").isNull()).isTrue();

    String object = listed.at("/failed/0/object").asText();
    assertThat(Json.of(run("failed show", "{\"object\":\"%s\"}".formatted(object))).path("records"))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.path("key").asText()).isEqualTo("bad");
              assertThat(record.path("content").asText()).isEqualTo("payload of bad");
            });
  }

  @Test
  void aRetryDeliversEachRecordOnceInTheOrderOfItsShardAndDeletesItsObject() throws Exception {
    System.setProperty(FIXED, "true");
    Answer preview = run(Operations.named("failed retry"), "{\"function\":\"picky\"}", true);
    assertThat(Json.of(preview).path("records").asInt()).isEqualTo(2);
    assertThat(taken()).hasSize(2);

    Answer answer =
        run("failed retry", "{\"function\":\"picky\",\"run\":\"one\",\"asShardsOfTheRun\":true}");

    assertThat(answer.ok()).isTrue();
    assertThat(taken().subList(2, 4))
        .allMatch(id -> id.startsWith("shardId-redrive-one-000000000000:"))
        .isSorted();
    assertThat(Json.of(run("failed list", "{}")).path("failed")).isEmpty();
    assertThatThrownBy(() -> run("failed retry", "{\"function\":\"picky\",\"run\":\"one\"}"))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("run one is done");
  }

  @Test
  void whatIsRefusedAgainIsKeptAndCanBeRetriedUnderANewName() throws Exception {
    Answer refused = run("failed retry", "{\"function\":\"picky\",\"run\":\"one\"}");

    assertThat(refused.ok()).isFalse();
    assertThat(Json.of(refused).path("refused").asInt()).isEqualTo(2);
    assertThat(Json.of(run("failed list", "{\"function\":\"picky\"}")).path("failed")).hasSize(2);

    System.setProperty(FIXED, "true");
    run("failed retry", "{\"function\":\"picky\",\"run\":\"two\"}");
    assertThat(taken()).hasSize(4);
    assertThat(Json.of(run("failed list", "{}")).path("failed")).isEmpty();
  }

  @Test
  void aRunThatEndedBetweenItsListAndItsEndIsContinuedFirst() throws Exception {
    run("failed retry", "{\"function\":\"picky\",\"run\":\"one\"}");
    Files.delete(workspace.failedRecords().resolve("failed/redrive/one.done"));

    assertThatThrownBy(() -> run("failed retry", "{\"function\":\"picky\",\"run\":\"two\"}"))
        .hasMessageContaining("run one is not done: continue it first with --run one");
    assertThat(run("failed retry", "{\"run\":\"one\"}").ok()).isFalse();
    assertThat(workspace.failedRecords().resolve("failed/redrive/one.done")).exists();
  }

  @Test
  void anAsynchronousCallThatFailedIsMadeAgainAndItsObjectDeleted() throws Exception {
    Path object =
        workspace.failedRecords().resolve("failed/aws/lambda/async/shop-picky/2026/11/one.json");
    Files.createDirectories(object.getParent());
    Files.writeString(
        object,
        "{\"timestamp\":\"2026-11-20T10:00:00Z\",\"requestContext\":{\"functionArn\":\"arn:aws:lambda:us-east-1:123456789012:function:shop-picky:live\",\"condition\":\"RetriesExhausted\"},\"requestPayload\":{\"Records\":[{\"eventID\":\"async-1\",\"kinesis\":{\"partitionKey\":\"good\"}}]}}");

    Answer answer = run("failed retry", "{\"objects\":[\"aws/lambda/async/\"],\"run\":\"async\"}");

    assertThat(answer.ok()).isTrue();
    assertThat(taken()).contains("async-1");
    assertThat(object).doesNotExist();
  }

  @Test
  void linesOfALogAreShownByFunctionAndTime() {
    JsonNode lines = Json.of(run("logs", "{\"function\":\"picky\",\"limit\":1}")).path("lines");

    assertThat(lines)
        .singleElement()
        .satisfies(line -> assertThat(line.path("message").asText()).startsWith("took shardId-"));
  }

  private List<String> taken() throws Exception {
    List<String> ids = new ArrayList<>();
    for (String line : Files.readAllLines(workspace.logs().resolve("shop-picky.log"))) {
      ids.add(line.replace("took ", ""));
    }
    return ids;
  }

  private Answer run(String name, String json) {
    return run(Operations.named(name), json, false);
  }

  private <Q extends Record> Answer run(Operation<Q> operation, String json, boolean dryRun) {
    return Operations.run(
        operation,
        Requests.fromJson(operation, Json.parse(json), session.times()),
        session,
        dryRun);
  }
}
