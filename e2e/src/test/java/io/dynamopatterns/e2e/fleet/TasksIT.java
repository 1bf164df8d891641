package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.kinesis.KinesisSpec;
import io.dynamopatterns.emulator.sqs.QueueSpec;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.RunningFleet;
import io.dynamopatterns.operations.cli.OperationCommands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The tasks of {@code docs/operations.md}, each with its command as a person types it, on one fleet
 * of the built jars. What the same commands ask of AWS is in {@code TasksOnAwsTest}.
 */
@Order(2)
@Timeout(180)
class TasksIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LINES = 30;
  private static final StringWriter ERRORS = new StringWriter();

  @TempDir static Path directory;
  private static Workspace workspace;
  private static Fleet fleet;
  private static String page;
  private static int lines;

  @Command(name = "fleet")
  private static final class Root {}

  @BeforeAll
  static void start() throws Exception {
    FleetState state = FleetState.recorded();
    workspace = Workspace.fresh(directory);
    fleet = new Fleet(state, Project.root(), workspace);
    fleet.start();
    URI services = fleet.openGateway(0);
    new RunningFleet(
            ProcessHandle.current().pid(),
            Stream.of("dynamodb", "kinesis", "lambda", "logs", "s3", "scheduler", "sqs")
                .collect(Collectors.toMap(Function.identity(), any -> services)),
            Optional.empty(),
            inventory(state))
        .write(directory);
    List<String> log = ExpectedFigures.lines(Project.sampleLog()).subList(0, LINES);
    page = path(log.get(0));
    lines = (int) log.stream().filter(line -> path(line).equals(page)).count();
    submit("short.log", log);
    submit("one.log", log.subList(0, 1));
  }

  private static String path(String line) {
    return line.split(" ")[6];
  }

  private static void submit(String name, List<String> lines) throws Exception {
    Path log = Files.write(directory.resolve(name), lines);
    assertThat(
            json("work", "submit", log.toString(), "--format", "access-log")
                .path("submitted")
                .asInt())
        .isEqualTo(1);
    fleet.mappings().awaitSettled();
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
    workspace.close();
  }

  @Test
  void theHistoryOfAnItemIsReadAndAVersionIsRestored() throws Exception {
    JsonNode entries = json("history", "versions", "pages", page).path("entries");
    assertThat(entries.size()).isGreaterThan(1);
    // On a slow machine a line may be put twice, as on AWS.
    int now = hits();
    int before = entries.at("/1/newImage/hits/N").asInt();
    assertThat(now).isGreaterThan(before).isGreaterThanOrEqualTo(lines + 1);
    assertThat(entries.at("/0/newImage/hits/N").asInt()).isEqualTo(now);
    assertThat(json("history", "as-of", "pages", page, "--at", "now").at("/item/hits/N").asInt())
        .isEqualTo(now);
    assertThat(json("history", "diff", "pages", page).at("/changed/hits/from/N").asInt())
        .isEqualTo(before);

    String version = entries.at("/1/version").asText();
    String[] restore = {"history", "restore", "pages", page, "--version", version};
    assertThat(json(with(restore, "--dry-run")).at("/changed/hits/to/N").asInt()).isEqualTo(before);
    assertThat(hits()).isEqualTo(now);
    assertThat(json(with(restore, "--yes")).path("outcome").asText()).isEqualTo("REPLACED");
    assertThat(hits()).isEqualTo(before);
  }

  private static int hits() throws Exception {
    return json("tables", "get", "pages", page).at("/item/hits/N").asInt();
  }

  @Test
  void aBackfillFindsEverythingRecorded() throws Exception {
    // The restore of another test is a change, which history records a moment later.
    fleet.mappings().awaitSettled();
    JsonNode recorded = json("history", "backfill", "pages", "--segments", "4");
    assertThat(recorded.path("scanned").asInt()).isPositive();
    assertThat(recorded.path("baselines").asInt()).isZero();
  }

  @Test
  void groupsAndPeriodsAreListedAndShown() throws Exception {
    JsonNode rounds = json("groups", "list").path("rounds");
    assertThat(rounds).isNotEmpty();
    String group = rounds.path(0).path("group").asText();
    assertThat(json("groups", "show", group).path("state").asText()).isEqualTo("COLLECTING");
    assertThat(json("groups", "members", group).path("members")).isNotEmpty();

    JsonNode periods =
        json("periods", "list", "--from", "2026-11-20", "--to", "2026-11-20").path("periods");
    assertThat(periods).isNotEmpty();
    assertThat(json("periods", "show", periods.at("/0/period").asText()).path("groups"))
        .isNotEmpty();
  }

  @Test
  void workIsFoundAndCannotBePausedOnceItIsDone() throws Exception {
    JsonNode work = json("work", "list", "done").path("work");
    assertThat(work).hasSize(2);
    ERRORS.getBuffer().setLength(0);
    assertThat(run("work", "pause", work.path(0).path("id").asText())).isNotZero();
    assertThat(ERRORS.toString()).contains("DONE");
  }

  @Test
  void aPageOfEventsIsPlayed() throws Exception {
    assertThat(
            json("events", "play", "--from", "-1h", "--limit", "5", "--past-watermark")
                .path("events"))
        .hasSize(5);
  }

  @Test
  void anItemsChangesAreReplayedToASubscriberAndItsDeadLettersRedriven() throws Exception {
    JsonNode replay =
        json("subscribers", "replay", "all", "--key", page, "--replay", "again", "--dry-run");
    assertThat(replay.at("/changes/matched").asInt()).isPositive();
    assertThat(run("subscribers", "redrive", "all", "--yes")).isZero();
  }

  @Test
  void nothingHasFailed() throws Exception {
    assertThat(json("failed", "list").path("failed")).isEmpty();
  }

  @Test
  void statusAndDeployCheckFindEverythingInOrder() throws Exception {
    JsonNode status = json("status");
    assertThat(status.path("lines"))
        .filteredOn(line -> line.path("kind").asText().equals("reader"))
        .hasSizeGreaterThan(5)
        .allMatch(line -> line.path("state").asText().equals("Enabled"));
    JsonNode checks = json("deploy", "check").path("checks");
    assertThat(checks).hasSizeGreaterThan(30).allMatch(check -> check.path("ok").asBoolean());
    assertThat(json("tables", "list").path("tables")).hasSize(6);
  }

  private static String[] with(String[] words, String more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private static int run(String... words) {
    return execute(new StringWriter(), words);
  }

  private static JsonNode json(String... words) throws Exception {
    StringWriter out = new StringWriter();
    int exitCode =
        execute(
            out,
            Stream.concat(Stream.of(words), Stream.of("--output", "json")).toArray(String[]::new));
    assertThat(exitCode).as("%s: %s", String.join(" ", words), ERRORS).isZero();
    return JSON.readTree(out.toString());
  }

  private static int execute(StringWriter out, String... words) {
    CommandLine command = new CommandLine(new Root());
    OperationCommands.addTo(command, directory);
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(ERRORS, true));
    return command.execute(words);
  }

  private static Inventory.Of inventory(FleetState state) {
    return new Inventory.Of(
        state.functions().stream()
            .map(
                function ->
                    new Inventory.Function(
                        function.name(), function.handler(), function.environment()))
            .toList(),
        state.tables().stream().map(TableSpec::name).toList(),
        state.kinesisStreams().stream().map(KinesisSpec::name).toList(),
        state.queues().stream().map(QueueSpec::name).toList(),
        List.of(),
        state.schedules().stream()
            .map(schedule -> new Inventory.Schedule(schedule.name(), schedule.function()))
            .toList(),
        List.of(),
        List.of());
  }
}
