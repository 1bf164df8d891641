package io.dynamopatterns.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.function.HandlerJar;
import io.dynamopatterns.emulator.function.handlers.ObedientHandler;
import io.dynamopatterns.emulator.schedule.ScheduleSpec;
import io.dynamopatterns.emulator.sqs.SqsMessages;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.MappingStats;
import io.dynamopatterns.mapping.StateException;
import io.dynamopatterns.operations.permissions.PermissionRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FleetTest {
  static final String STATE =
      """
      {"format_version":"1.0","values":{"root_module":{"resources":[
       {"address":"t","type":"aws_dynamodb_table","values":{"name":"orders","hash_key":"id",
        "attribute":[{"name":"id","type":"S"},{"name":"day","type":"S"}],"stream_enabled":true,
        "stream_view_type":"NEW_IMAGE","ttl":[{"enabled":true,"attribute_name":"expiresAt"}],
        "global_secondary_index":[{"name":"by-day","hash_key":"day","projection_type":"ALL"}]}},
       {"address":"k","type":"aws_kinesis_stream","values":{"name":"clicks","shard_count":2}},
       {"address":"f","type":"aws_lambda_function","values":{"function_name":"obedient",
        "handler":"%s","filename":"handlers.jar","timeout":5,"memory_size":256}},
       {"address":"m","type":"aws_lambda_event_source_mapping","values":{
        "event_source_arn":"arn:aws:kinesis:us-east-1:123456789012:stream/clicks",
        "function_name":"obedient","batch_size":10,"maximum_retry_attempts":1,"filter_criteria":
         [{"filter":[{"pattern":"{\\"data\\":{\\"keep\\":[true]}}"}]}],
        "function_response_types":["ReportBatchItemFailures"],
        "destination_config":[{"on_failure":[{"destination_arn":"arn:aws:s3:::failed"}]}]}},
       {"address":"d","type":"aws_sqs_queue","values":{"name":"dead.fifo","fifo_queue":true,
        "arn":"arn:aws:sqs:us-east-1:123456789012:dead.fifo"}},
       {"address":"q","type":"aws_sqs_queue","values":{"name":"orders.fifo","fifo_queue":true,
        "arn":"arn:aws:sqs:us-east-1:123456789012:orders.fifo","redrive_policy":
         "{\\"deadLetterTargetArn\\":\\"arn:aws:sqs:us-east-1:123456789012:dead.fifo\\",\\"maxReceiveCount\\":2}"}},
       {"address":"w","type":"aws_lambda_event_source_mapping","values":{
        "event_source_arn":"arn:aws:sqs:us-east-1:123456789012:orders.fifo",
        "function_name":"obedient","batch_size":10}},
       {"address":"u","type":"aws_lambda_function_url","values":{"function_name":"obedient"}},
       {"address":"b","type":"aws_cloudwatch_event_bus","values":{"name":"fleet"}},
       {"address":"s","type":"aws_scheduler_schedule","values":{"name":"slots",
        "schedule_expression":"rate(1 hour)","target":[{"arn":"obedient",
         "input":"{\\"at\\":\\"<aws.scheduler.scheduled-time>\\"}"}]}},
       {"address":"n","type":"aws_scheduler_schedule","values":{"name":"now",
        "schedule_expression":"rate(1 minute)","target":[{"arn":"obedient","input":"{}"}]}}
      ]}}}"""
          .formatted(ObedientHandler.class.getName());

  @TempDir Path project;
  private FleetState state;
  private Workspace workspace;

  @BeforeEach
  void prepare() throws IOException {
    state = FleetState.read(Files.writeString(project.resolve("state.json"), STATE));
    workspace = Workspace.fresh(project);
  }

  @AfterEach
  void release() throws IOException {
    workspace.close();
  }

  @Test
  void aDeploymentRunsFromItsState() throws Exception {
    Path target = Files.createDirectories(project.resolve("examples/fn/target"));
    HandlerJar.build(target, ObedientHandler.class);

    try (Fleet fleet = new Fleet(state, project, workspace)) {
      fleet.start();
      assertThat(new TableItems(fleet.dynamoDbEndpoint()).of("orders")).isEmpty();
      put(fleet, "{\"keep\":true}");
      put(fleet, "{\"keep\":false}");
      fleet.mappings().awaitSettled();

      MappingStats stats = fleet.mappings().all().getFirst().stats();
      assertThat(stats.delivered()).isEqualTo(1);
      assertThat(stats.filtered()).isEqualTo(1);
      assertThat(fleet.functionOf(ObedientHandler.class.getName()).orElseThrow().invocations())
          .isEqualTo(1);
    }
  }

  @Test
  void aQueueFeedsItsFunctionAndDeadLettersOutliveTheFleet() throws Exception {
    HandlerJar.build(
        Files.createDirectories(project.resolve("examples/fn/target")), ObedientHandler.class);

    try (Fleet fleet = new Fleet(state, project, workspace)) {
      fleet.start();
      SqsMessages.send(fleet.queues(), "orders.fifo", "a", "{}");
      SqsMessages.send(fleet.queues(), "dead.fifo", "a", "given up");
      fleet.mappings().awaitSettled();

      assertThat(fleet.queues().size("orders.fifo")).isZero();
      assertThat(fleet.functionOf(ObedientHandler.class.getName()).orElseThrow().invocations())
          .isEqualTo(1);
    }

    assertThat(PermissionRecord.read(PermissionRecord.file(project)).functions())
        .containsOnlyKeys("obedient");
    try (Stream<Path> letters = Files.list(workspace.deadLetters().resolve("dead.fifo"))) {
      assertThat(letters)
          .singleElement()
          .asString()
          .satisfies(file -> assertThat(Path.of(file)).content().contains("\"body\":\"given up\""));
    }
  }

  @Test
  void aFunctionWithAUrlIsCalledThroughIt() throws Exception {
    HandlerJar.build(
        Files.createDirectories(project.resolve("examples/fn/target")), ObedientHandler.class);

    try (Fleet fleet = new Fleet(state, project, workspace);
        HttpClient http = HttpClient.newHttpClient()) {
      URI url = fleet.openUrls(0).get("obedient");

      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(url.resolve("/hello")).build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.body()).contains("\"rawPath\":\"/hello\"", "\"echo\":true");
    }
  }

  @Test
  void schedulesAreDistinguishedByWhetherTheirInputHasTheirSlot() throws Exception {
    HandlerJar.build(
        Files.createDirectories(project.resolve("examples/fn/target")), ObedientHandler.class);

    try (Fleet fleet = new Fleet(state, project, workspace)) {
      Instant start = Instant.parse("2026-11-20T10:00:00Z");

      assertThat(fleet.schedules(start, ScheduleSpec::tellsTheSlot).isDue(start.plusSeconds(60)))
          .isFalse();
      assertThat(fleet.schedules(start, spec -> !spec.tellsTheSlot()).isDue(start.plusSeconds(60)))
          .isTrue();
    }
  }

  @Test
  void aFunctionWhoseJarIsNotBuiltIsNamedWithWhatToDo() {
    assertThatThrownBy(() -> new Fleet(state, project, workspace))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("Function obedient runs from " + project.resolve("handlers.jar"))
        .hasMessageContaining("mvn package", "--jar obedient=PATH");
  }

  @Test
  void aJarIsFoundWhereTerraformHasItOrWhereItIsSaidToBe() throws Exception {
    Path elsewhere = Files.createDirectories(project.resolve("elsewhere"));
    Path jar = HandlerJar.build(elsewhere, ObedientHandler.class);

    assertStarts(state.withJar("obedient", jar));
    Files.copy(jar, project.resolve("handlers.jar"));
    assertStarts(state);
  }

  private void assertStarts(FleetState deployed) throws Exception {
    try (Fleet fleet = new Fleet(deployed, project.resolve("none"), workspace)) {
      fleet.start();
    }
  }

  @Test
  void aWorkspaceForgetsTheRunBefore() throws IOException {
    Path old = Files.createDirectories(workspace.failedRecords().resolve("bucket"));
    Files.writeString(old.resolve("object.json"), "{}");
    workspace.take(Files.writeString(project.resolve("a.log"), "a"));
    Files.writeString(PermissionRecord.file(project), "{}");
    Path kept = Files.writeString(project.resolve(".fleet/notes"), "mine");

    workspace.close();
    workspace = Workspace.fresh(project);

    assertThat(workspace.failedRecords()).doesNotExist();
    assertThat(kept).exists();
    assertThat(project.resolve("a.log")).hasContent("a");
    assertThat(workspace.input()).isEmptyDirectory();
    assertThat(PermissionRecord.file(project)).doesNotExist();
    try (Stream<Path> files = Files.list(project.resolve(".fleet"))) {
      assertThat(files)
          .containsExactlyInAnyOrder(
              kept, project.resolve(".fleet/lock"), project.resolve(".fleet/input"));
    }
  }

  @Test
  void whatIsTakenIsTheFileItselfWhereverALinkLeads() throws IOException {
    Path log = Files.writeString(project.resolve("a.log"), "a");
    Path link = Files.createSymbolicLink(project.resolve("link.log"), log);

    Path taken = workspace.take(link);

    assertThat(taken.toRealPath()).isEqualTo(workspace.input().toRealPath().resolve("link.log"));
    assertThat(taken).hasContent("a");
  }

  @Test
  void aSecondFleetOfTheProjectIsRefusedAndTouchesNothing() throws IOException {
    Path log = Files.createDirectories(workspace.logs()).resolve("function.log");
    Files.writeString(log, "running");

    assertThatThrownBy(() -> Workspace.fresh(project))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("another fleet of this project is running");
    assertThat(log).exists();
  }

  private static void put(Fleet fleet, String data) {
    fleet.streams().iterator().next().put("key", data.getBytes(StandardCharsets.UTF_8));
  }
}
