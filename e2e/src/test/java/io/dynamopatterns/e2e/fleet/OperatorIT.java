package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.kinesis.KinesisSpec;
import io.dynamopatterns.emulator.schedule.Schedules;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.operations.Deployment;
import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.Operation;
import io.dynamopatterns.operations.ProgressListener;
import io.dynamopatterns.operations.Requests;
import io.dynamopatterns.operations.RunningFleet;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.TimeParser;
import io.dynamopatterns.operations.catalog.Operations;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators do, on one fleet of the built jars that has taken a short log. */
@Order(2)
@Timeout(180)
class OperatorIT {
  private static final int LINES = 30;
  private static final String LOG = "short.log";

  @TempDir static Path directory;
  private static Workspace workspace;
  private static Fleet fleet;
  private static Session session;

  @BeforeAll
  static void start() throws Exception {
    FleetState state = FleetState.recorded();
    workspace = Workspace.fresh(directory);
    fleet = new Fleet(state, Project.root(), workspace);
    fleet.start();
    URI services = fleet.openGateway(0);
    session =
        new Session(
            Deployment.of(
                new RunningFleet(
                    ProcessHandle.current().pid(),
                    Stream.of("dynamodb", "kinesis", "lambda", "logs", "s3", "scheduler", "sqs")
                        .collect(Collectors.toMap(Function.identity(), any -> services)),
                    Optional.empty(),
                    inventory(state)),
                Optional.empty()),
            new TimeParser(Clock.systemUTC()),
            ProgressListener.SILENT);
    Path log = directory.resolve(LOG);
    Files.write(log, ExpectedFigures.lines(Project.sampleLog()).subList(0, LINES));
    run("work submit", "{\"objects\":[\"%s\"],\"format\":\"access-log\"}".formatted(log));
    fleet.mappings().awaitSettled();
  }

  /** The watermark follows the machine's clock, seconds after it. */
  private static void awaitWatermark(Instant time) throws InterruptedException {
    Schedules watermark = fleet.schedules(Instant.now(), spec -> spec.name().contains("watermark"));
    Instant deadline = Instant.now().plusSeconds(120);
    Instant reached = Instant.EPOCH;
    while (!reached.isAfter(time) && Instant.now().isBefore(deadline)) {
      Thread.sleep(500);
      watermark.runEach();
      reached =
          Instant.parse(
              run("events watermark", "{}").path("watermark").asText(Instant.EPOCH.toString()));
    }
    assertThat(reached).as("the watermark after 120 s").isAfter(time);
  }

  @AfterAll
  static void stop() throws Exception {
    session.deployment().close();
    fleet.close();
    workspace.close();
  }

  @Test
  void aFileThatIsSubmittedIsUploadedAndItsWorkIsListedShownAndRetried() {
    JsonNode work = run("work list", "{\"state\":\"done\"}").path("work");
    assertThat(work).hasSize(1);
    String id = work.path(0).path("id").asText();
    assertThat(id).contains("s3://input/" + LOG);
    assertThat(workspace.input().resolve(LOG)).exists();
    assertThat(run("work show", "{\"id\":\"%s\"}".formatted(id)).toString())
        .contains("\"state\":\"DONE\"");
    assertThat(
            run("work submit", "{\"objects\":[\"s3://input/%s\"]}".formatted(LOG))
                .path("already")
                .asInt())
        .isEqualTo(1);
    assertThatThrownBy(() -> run("work retry", "{\"id\":\"%s\"}".formatted(id)))
        .hasMessageContaining("DONE");
    assertThatThrownBy(() -> run("work show", "{\"id\":\"none\"}"))
        .hasMessageContaining("not found: work none");
  }

  @Test
  void eventsArePlayedByPageToTheEndAndToAQueueAsWork() throws Exception {
    JsonNode first = run("events play", "{\"limit\":20,\"pastWatermark\":true}");
    assertThat(first.path("events")).hasSize(20);
    JsonNode second =
        run(
            "events play",
            "{\"next\":\"%s\",\"pastWatermark\":true}".formatted(first.path("next").asText()));
    // On a slow machine a line may be put twice, as on AWS.
    int records = (int) fleet.streams().iterator().next().size();
    assertThat(second.path("events").size()).isEqualTo(records - 20);
    Instant last = Instant.parse(second.path("events").path(records - 21).path("time").asText());
    awaitWatermark(last);

    JsonNode playback = run("events play", "{\"toQueue\":\"playback.fifo\"}");
    fleet.mappings().awaitSettled();
    assertThat(
            run("work show", "{\"id\":\"%s\"}".formatted(playback.path("id").asText())).toString())
        .contains("\"state\":\"DONE\"");
    assertThat(fleet.queues().size("dynamo-patterns-dev-playback.fifo")).isEqualTo(records);
  }

  @Test
  void subscribersArePausedAndResumedAndPastChangesAreReplayed() throws Exception {
    assertThat(run("subscribers list", "{}").path("subscribers"))
        .extracting(subscriber -> subscriber.path("name").asText())
        .containsExactlyInAnyOrder("all", "blog", "errors");

    run("subscribers pause", "{\"subscriber\":\"errors\"}");
    assertThat(reader("errors")).isEqualTo("Disabled");
    JsonNode preview =
        run(
            "subscribers replay",
            "{\"subscriber\":\"all\",\"from\":\"-1h\",\"replay\":\"again\"}",
            true);
    assertThat(preview.at("/changes/sent").asInt()).isZero();
    int waiting = fleet.queues().size("dynamo-patterns-dev-fanout-all.fifo");
    JsonNode replayed =
        run("subscribers replay", "{\"subscriber\":\"all\",\"from\":\"-1h\",\"replay\":\"again\"}");
    assertThat(replayed.at("/changes/sent").asInt())
        .isEqualTo(preview.at("/changes/matched").asInt())
        .isPositive();
    assertThat(fleet.queues().size("dynamo-patterns-dev-fanout-all.fifo") - waiting)
        .isEqualTo(replayed.at("/changes/sent").asInt());
    run("subscribers resume", "{\"subscriber\":\"errors\"}");
    assertThat(reader("errors")).isEqualTo("Enabled");
    assertThatThrownBy(() -> run("subscribers pause", "{\"subscriber\":\"all\"}"))
        .hasMessageContaining("an application of yours does");
    assertThat(run("subscribers dead-letters", "{\"subscriber\":\"all\"}").path("messages"))
        .isEmpty();
    assertThat(run("subscribers redrive", "{\"subscriber\":\"all\"}").at("/tasks/0/moved").asInt())
        .isZero();
  }

  @Test
  void nothingHasFailedAndLogsAreFoundByTheirLevel() {
    assertThat(run("failed list", "{}").path("failed")).isEmpty();
    assertThat(run("logs", "{\"level\":\"warn\"}").path("lines"))
        .noneMatch(line -> line.path("level").asText().equals("INFO"));
    assertThat(run("logs", "{\"function\":\"processor-run\"}").path("lines"))
        .anyMatch(line -> line.path("message").asText().startsWith("run ended"))
        .allMatch(
            line -> line.path("function").asText().equals("dynamo-patterns-dev-processor-run"));
  }

  private static String reader(String name) {
    for (JsonNode subscriber : run("subscribers list", "{}").path("subscribers")) {
      if (subscriber.path("name").asText().equals(name)) {
        return subscriber.path("reader").asText();
      }
    }
    throw new AssertionError(name);
  }

  private static JsonNode run(String name, String json) {
    return run(Operations.named(name), json, false);
  }

  private static JsonNode run(String name, String json, boolean dryRun) {
    return run(Operations.named(name), json, dryRun);
  }

  private static <Q extends Record> JsonNode run(
      Operation<Q> operation, String json, boolean dryRun) {
    return Json.of(
        Operations.run(
            operation,
            Requests.fromJson(operation, Json.parse(json), session.times()),
            session,
            dryRun));
  }

  private static Inventory inventory(FleetState state) {
    return new Inventory.Of(
        state.functions().stream().map(OperatorIT::function).toList(),
        state.tables().stream().map(TableSpec::name).toList(),
        state.kinesisStreams().stream().map(KinesisSpec::name).toList(),
        state.queues().stream().map(QueueSpec::name).toList(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Inventory.Function function(FunctionSpec function) {
    return new Inventory.Function(function.name(), function.handler(), function.environment());
  }
}
