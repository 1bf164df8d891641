package io.dynamopatterns.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.function.HandlerJar;
import io.dynamopatterns.emulator.function.handlers.FailingHandler;
import io.dynamopatterns.emulator.function.handlers.ObedientHandler;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.log.RejectedLines;
import io.dynamopatterns.local.log.UnreadableLogException;
import io.dynamopatterns.local.report.FleetReport;
import io.dynamopatterns.local.state.FleetState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A deployment of a team's own: no stream of clicks, and a table that another stack has made. */
@Timeout(30)
class JsonLinesRunTest {
  private static final String STATE =
      """
      {"format_version":"1.0","values":{"root_module":{"resources":[
       {"address":"aws_kinesis_stream.logins","type":"aws_kinesis_stream","values":{"name":"logins","shard_count":2}},
       {"address":"aws_lambda_function.react","type":"aws_lambda_function","values":{
        "function_name":"react","handler":"%s","filename":"handlers.jar","timeout":5}},
       {"address":"aws_lambda_event_source_mapping.orders","type":"aws_lambda_event_source_mapping","values":{
        "event_source_arn":"arn:aws:dynamodb:eu-central-1:111122223333:table/orders/stream/x",
        "function_name":"react","batch_size":10,"maximum_retry_attempts":1,
        "function_response_types":["ReportBatchItemFailures"]}},
       {"address":"aws_lambda_event_source_mapping.logins","type":"aws_lambda_event_source_mapping","values":{
        "event_source_arn":"arn:aws:kinesis:eu-central-1:111122223333:stream/logins",
        "function_name":"react","batch_size":10,"maximum_retry_attempts":1,
        "function_response_types":["ReportBatchItemFailures"]}},
       {"address":"aws_scheduler_schedule.daily","type":"aws_scheduler_schedule","values":{"name":"daily",
        "schedule_expression":"rate(1 day)","target":[{"arn":"react","input":"{}"}]}}
      ]}}}"""
          .formatted(ObedientHandler.class.getName());

  @TempDir Path project;
  private FleetState state;
  private Workspace workspace;

  @BeforeEach
  void deploy() throws Exception {
    HandlerJar.build(project, ObedientHandler.class, FailingHandler.class);
    state = read(STATE);
    workspace = Workspace.fresh(project);
  }

  private FleetState read(String json) throws Exception {
    Path file = Files.writeString(project.resolve("state.json"), json);
    return FleetState.read(file, List.of("orders:orderId,line:N"));
  }

  @AfterEach
  void release() throws Exception {
    workspace.close();
  }

  @Test
  void jsonLinesReachTheFunctionOfANamedStreamAndTheReportSaysWhatRan() throws Exception {
    FleetReport report =
        toStream(
            Optional.of("user"),
            "{\"user\":\"ann\",\"at\":1}",
            "{\"user\":7}",
            "not json",
            "{\"user\":null}",
            "[]");

    assertThat(report.problems()).isEmpty();
    JsonNode json = report.json();
    assertThat(json.path("input")).hasToString("{\"lines\":5,\"accepted\":2,\"rejected\":3}");
    assertThat(json.at("/triggers/logins to react/delivered").asLong()).isEqualTo(2);
    assertThat(json.at("/triggers/orders to react/delivered").asLong()).isZero();
    assertThat(json.at("/functions/react/failed").asLong()).isZero();
    assertThat(json.has("aggregator")).isFalse();
    assertThat(Files.readAllLines(workspace.rejectedLines()))
        .hasSize(3)
        .anyMatch(line -> line.contains("\"line\":3") && line.contains("not a JSON object"))
        .anyMatch(line -> line.contains("\"line\":4") && line.contains("its 'user' must be"));
  }

  @Test
  void schedulesOfAnyDeploymentRunOnceAtTheEnd() throws Exception {
    FleetReport report = toStream(Optional.empty(), "{}");

    assertThat(report.json().at("/functions/react/invocations").asLong()).isEqualTo(2);
  }

  @Test
  void recordsReachATableOfAnotherStackPlainOrAsTheyAreExported() throws Exception {
    FleetReport report =
        toTable(
            "{\"orderId\":\"o1\",\"line\":1,\"tags\":[\"a\"],\"paid\":false,\"to\":{\"zip\":null}}",
            "{\"Item\":{\"orderId\":{\"S\":\"o1\"},\"line\":{\"N\":\"2\"},\"days\":{\"SS\":[\"mon\"]}}}",
            "{\"orderId\":\"o1\",\"line\":\"2\"}");

    assertThat(report.problems()).isEmpty();
    assertThat(report.json().at("/input/rejected").asLong()).isEqualTo(1);
    assertThat(report.json().at("/tables/orders/items").asLong()).isEqualTo(2);
    assertThat(report.json().at("/triggers/orders to react/delivered").asLong()).isEqualTo(2);
    assertThat(Files.readString(workspace.rejectedLines()))
        .contains("its 'line' must be of type N, as it is a key of table 'orders'");
  }

  @Test
  void whatAFunctionCannotTakeIsAProblemWithItsReason() throws Exception {
    state = read(STATE.replace(ObedientHandler.class.getName(), FailingHandler.class.getName()));

    FleetReport report = toStream(Optional.empty(), "{}");

    assertThat(report.problems())
        .anyMatch(problem -> problem.contains("react gave up on 1 records of logins"));
    assertThat(report.json().at("/functions/react/failed").asLong()).isGreaterThanOrEqualTo(2);
    assertThat(report.json().at("/functions/react/lastFailure").asText())
        .contains("react failed", "out of order");
  }

  @Test
  void aFileWithoutALineOfJsonIsRefusedWithTheFirstReason() {
    assertThatThrownBy(() -> toStream(Optional.empty(), "a", "b"))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessage("line 1: it is not a JSON object");
  }

  @Test
  void severalFilesGoToSeveralPlacesEachWithItsOwnLineNumbers() throws Exception {
    Path logins = Files.writeString(project.resolve("logins.json"), "{}\n{}\n");
    Path orders = Files.writeString(project.resolve("orders.json"), "nothing\n");
    try (Fleet fleet = new Fleet(state, project, workspace);
        RejectedLines rejected = new RejectedLines(workspace.rejectedLines())) {
      fleet.start();
      FleetReport report =
          new JsonLinesRun(
                  fleet,
                  List.of(
                      new JsonLinesRun.Feed(logins, stream(fleet)),
                      new JsonLinesRun.Feed(orders, table(fleet))),
                  rejected)
              .run();

      assertThat(report.json().path("input"))
          .hasToString("{\"lines\":3,\"accepted\":2,\"rejected\":1}");
      assertThat(rejected.first()).isEqualTo("line 1: orders.json: it is not a JSON object");
    }
  }

  private static LineDestination stream(Fleet fleet) {
    return new StreamDestination(fleet.streams().iterator().next(), Optional.empty());
  }

  private static LineDestination table(Fleet fleet) {
    return new TableDestination(
        fleet.state().table("orders").orElseThrow(), new TableItems(fleet.dynamoDbEndpoint()));
  }

  private FleetReport toStream(Optional<String> partitionKey, String... lines) throws Exception {
    return run(
        fleet -> new StreamDestination(fleet.streams().iterator().next(), partitionKey), lines);
  }

  private FleetReport toTable(String... lines) throws Exception {
    return run(JsonLinesRunTest::table, lines);
  }

  private interface To {
    LineDestination of(Fleet fleet);
  }

  private FleetReport run(To to, String... lines) throws Exception {
    Path file = Files.write(project.resolve("lines.json"), List.of(lines));
    try (Fleet fleet = new Fleet(state, project, workspace);
        RejectedLines rejected = new RejectedLines(workspace.rejectedLines())) {
      fleet.start();
      return new JsonLinesRun(fleet, List.of(new JsonLinesRun.Feed(file, to.of(fleet))), rejected)
          .run();
    }
  }
}
