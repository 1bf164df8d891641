package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.local.log.AccessLogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fleet run} as a user types it, compared with counts made without any of its code. */
@Order(2)
class FleetIT {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final Path SAMPLE = Project.sampleLog();

  @TempDir Path directory;

  /** One run for both: each starts all functions of the fleet. A longer log takes minutes. */
  @Test
  void aLogIsCountedExactlyAndItsMalformedLinesAreKeptWithTheirNumber() throws Exception {
    List<String> lines = ExpectedFigures.lines(SAMPLE);
    List<String> mixed = new ArrayList<>(lines);
    mixed.add(10, "not a line of a log");
    mixed.add(20, "");
    mixed.add(30, "192.0.2.7 - - [99/Nov/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 1");
    Path log = directory.resolve("mixed.log");
    Files.write(log, mixed);

    JsonNode report = run(log);

    assertThat(report.at("/input/lines").asLong()).isEqualTo(lines.size() + 3);
    assertThat(report.at("/input/rejected").asLong()).isEqualTo(3);
    ExpectedFigures.assertAgree(report, lines);
    assertThat(Files.readString(Project.root().resolve(".fleet/rejected.jsonl")))
        .contains("\"line\":11", "\"line\":21", "\"line\":31");
  }

  /** The run compares each page's hits with the paths it read; here, that it reads them as awk. */
  @Test
  void thePathOfEveryLineIsItsSeventhField() throws Exception {
    for (String line : ExpectedFigures.lines(Project.accessLog().orElse(SAMPLE))) {
      assertThat(AccessLogLine.parse(line).path()).isEqualTo(line.split(" ")[6]);
    }
  }

  @Test
  void aMissingFileEndsWithOneLineAndExitCodeTwo() {
    Command.Result result = fleet("run", "missing.log");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.all().lines()).hasSize(1);
    assertThat(result.errors()).contains("missing.log").contains("no such file");
  }

  @Test
  void aStateThatIsNoneEndsWithOneLineAndExitCodeTwo() throws Exception {
    Path state = directory.resolve("state.json");
    Files.writeString(state, "{}");

    Command.Result result = fleet("run", "--state", state.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.all().lines()).hasSize(1);
    assertThat(result.errors()).contains("state.json");
  }

  private JsonNode run(Path log) throws IOException {
    Path report = directory.resolve("report.json");
    Command.Result result = fleet("run", log.toString(), "--report", report.toString());
    assertThat(result.exitCode()).as(result.all()).isZero();
    return new ObjectMapper().readTree(report.toFile());
  }

  private static Command.Result fleet(String... arguments) {
    List<String> command = new ArrayList<>(List.of("./fleet"));
    command.addAll(Arrays.asList(arguments));
    return new Command(Project.root(), Map.of()).run(LIMIT, command);
  }
}
