package io.dynamopatterns.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.emulator.function.HandlerJar;
import io.dynamopatterns.emulator.function.handlers.ObedientHandler;
import io.dynamopatterns.emulator.kinesis.KinesisRecord;
import io.dynamopatterns.emulator.sqs.SqsMessage;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.StateException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EventRulesTest {
  private static final String ACCOUNT = ":us-east-1:123456789012:";
  private static final String STATE =
      """
      {"format_version":"1.0","values":{"root_module":{"resources":[
       {"address":"k","type":"aws_kinesis_stream","values":{"name":"copies","shard_count":1}},
       {"address":"f","type":"aws_lambda_function","values":{"function_name":"obedient",
        "handler":"%s","filename":"handlers.jar","timeout":5}},
       {"address":"q","type":"aws_sqs_queue","values":{"name":"mail",
        "arn":"arn:aws:sqs:us-east-1:123456789012:mail"}},
       {"address":"d","type":"aws_sqs_queue","values":{"name":"dead",
        "arn":"arn:aws:sqs:us-east-1:123456789012:dead"}},
       {"address":"b1","type":"aws_cloudwatch_event_bus","values":{"name":"fleet"}},
       {"address":"b2","type":"aws_cloudwatch_event_bus","values":{"name":"audit"}},
       {"address":"r1","type":"aws_cloudwatch_event_rule","values":{"name":"done",
        "event_bus_name":"fleet","event_pattern":"{\\"detail-type\\":[\\"Done\\"]}"}},
       {"address":"r2","type":"aws_cloudwatch_event_rule","values":{"name":"all",
        "event_bus_name":"audit","event_pattern":"{\\"source\\":[{\\"prefix\\":\\"\\"}]}"}},
       %s
      ]}}}\
      """;

  @TempDir Path project;
  private Workspace workspace;

  @BeforeEach
  void prepare() throws Exception {
    HandlerJar.build(
        Files.createDirectories(project.resolve("examples/fn/target")), ObedientHandler.class);
    workspace = Workspace.fresh(project);
  }

  @AfterEach
  void release() throws Exception {
    workspace.close();
  }

  @Test
  void anEventThatMatchesReachesEachTargetInTheFormThatItAsksFor() throws Exception {
    try (Fleet fleet =
        fleet(
            target("t1", "done", "fleet", "sqs" + ACCOUNT + "mail", ""),
            target(
                "t2",
                "done",
                "fleet",
                "lambda" + ACCOUNT + "function:obedient:live",
                ",\"input_path\":\"$.detail\""),
            target(
                "t3",
                "done",
                "fleet",
                "kinesis" + ACCOUNT + "stream/copies",
                ",\"input_transformer\":[{\"input_paths\":{\"id\":\"$.detail.id\",\"all\":\"$.detail\"},\"input_template\":\"{\\\"text\\\":\\\"id"
                    + " is <id>\\\",\\\"all\\\":<all>,\\\"rule\\\":<aws.events.rule-name>}\"}]"),
            target("t4", "done", "fleet", "events" + ACCOUNT + "event-bus/audit", ""),
            target(
                "t5",
                "all",
                "audit",
                "sqs" + ACCOUNT + "dead",
                ",\"input\":\"{\\\"constant\\\":true}\""),
            target("t6", "all", "audit", "events" + ACCOUNT + "event-bus/fleet", ""))) {
      fleet.start();
      put(fleet, "Done", "{\\\"id\\\":\\\"a \\\\\\\"1\\\\\\\"\\\"}");
      put(fleet, "Other", "{}");
      fleet.mappings().awaitSettled();

      assertThat(bodies(fleet, "mail"))
          .singleElement()
          .asString()
          .contains("\"detail-type\":\"Done\"", "\"detail\":{\"id\":\"a \\\"1\\\"\"}")
          .doesNotContain("eventBusName", "forwarded");
      assertThat(fleet.function("obedient").invocations()).isEqualTo(1);
      assertThat(copies(fleet))
          .containsExactly(
              "{\"text\":\"id is a \\\"1\\\"\",\"all\":{\"id\":\"a"
                  + " \\\"1\\\"\"},\"rule\":\"done\"}");
      assertThat(bodies(fleet, "dead")).containsExactly("{\"constant\":true}");
    }
  }

  @Test
  void anEventThatAFunctionRefusesIsTriedThreeTimesAndIsThenADeadLetterAndLaterOnesAreDelivered()
      throws Exception {
    try (Fleet fleet =
        fleet(
            target(
                "t",
                "done",
                "fleet",
                "lambda" + ACCOUNT + "function:obedient",
                ",\"input_path\":\"$.detail\",\"dead_letter_config\":[{\"arn\":\"arn:aws:sqs"
                    + ACCOUNT
                    + "dead\"}]"))) {
      fleet.start();
      put(fleet, "Done", "{\\\"do\\\":\\\"throw\\\"}");
      put(fleet, "Done", "{\\\"do\\\":\\\"echo\\\"}");
      fleet.mappings().awaitSettled();

      assertThat(fleet.function("obedient").invocations()).isEqualTo(4);
      assertThat(bodies(fleet, "dead")).containsExactly("{\"do\":\"throw\"}");
    }
  }

  @Test
  void aTargetThatTheFleetDoesNotHaveIsNamed() throws Exception {
    FleetState state = state(target("t", "done", "fleet", "sns" + ACCOUNT + "topic", ""));

    assertThat(state.rules().getFirst().targets()).isEmpty();
    assertThat(state.rules().getFirst().others())
        .containsExactly("arn:aws:sns" + ACCOUNT + "topic");
  }

  @Test
  void aPathThatTheFleetCannotReadEndsTheStart() {
    assertThatThrownBy(
            () ->
                state(
                    target(
                        "t",
                        "done",
                        "fleet",
                        "sqs" + ACCOUNT + "mail",
                        ",\"input_path\":\"$.detail[0]\"")))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("t has the path '$.detail[0]'")
        .hasMessageContaining("$.detail.id");
  }

  private static String target(String id, String rule, String bus, String arn, String more) {
    return "{\"address\":\"%s\",\"type\":\"aws_cloudwatch_event_target\",\"values\":{\"rule\":\"%s\",\"event_bus_name\":\"%s\",\"target_id\":\"%s\",\"arn\":\"arn:aws:%s\"%s}}"
        .formatted(id, rule, bus, id, arn, more);
  }

  private FleetState state(String... targets) throws Exception {
    return FleetState.read(
        Files.writeString(
            project.resolve("state.json"),
            STATE.formatted(ObedientHandler.class.getName(), String.join(",", targets))));
  }

  private Fleet fleet(String... targets) throws Exception {
    return new Fleet(state(targets), project, workspace);
  }

  private static void put(Fleet fleet, String type, String detail) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(fleet.eventBridgeEndpoint())
                    .header("X-Amz-Target", "AWSEvents.PutEvents")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"Entries\":[{\"EventBusName\":\"fleet\",\"Source\":\"me\",\"DetailType\":\"%s\",\"Detail\":\"%s\"}]}"
                                .formatted(type, detail)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body()).contains("\"FailedEntryCount\":0");
  }

  private static List<String> bodies(Fleet fleet, String queue) {
    return fleet.queues().messages(queue).stream().map(SqsMessage::body).toList();
  }

  private static List<String> copies(Fleet fleet) {
    return fleet.streams().iterator().next().shards().getFirst().read(0, 10).stream()
        .map(KinesisRecord::data)
        .map(data -> new String(data, StandardCharsets.UTF_8))
        .toList();
  }
}
