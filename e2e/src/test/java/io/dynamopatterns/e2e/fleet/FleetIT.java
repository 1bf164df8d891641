package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.local.log.AccessLogLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fleet run} as a user types it, compared with counts made without any of its code. */
class FleetIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path SAMPLE =
      Project.root()
          .resolve("local/src/main/resources/io/dynamopatterns/local/log/sample-access.log");

  @TempDir Path directory;

  @Test
  void aLogIsCountedExactlyAndItsHistoryIsWhole() throws Exception {
    Path log = Project.accessLog().orElse(SAMPLE);
    Map<String, Long> hits = hitsByPath(lines(log));

    JsonNode report = run(log);

    long total = hits.values().stream().mapToLong(Long::longValue).sum();
    assertThat(report.at("/input/lines").asLong()).isEqualTo(total);
    assertThat(report.at("/input/rejected").asLong()).isZero();
    assertThat(report.at("/pageHits/hits").asLong()).isEqualTo(total);
    assertThat(report.at("/pageHits/pages").asLong()).isEqualTo(hits.size());
    assertThat(report.at("/history/items").asLong()).isEqualTo(hits.size());
    assertThat(report.at("/history/gaps").asLong()).isZero();
    assertThat(report.at("/history/entries").asLong()).isGreaterThanOrEqualTo(hits.size());
  }

  /** The run compares each page's hits with the paths it read; here, that it reads them as awk. */
  @Test
  void thePathOfEveryLineIsItsSeventhField() throws Exception {
    for (String line : lines(Project.accessLog().orElse(SAMPLE))) {
      assertThat(AccessLogLine.parse(line).path()).isEqualTo(line.split(" ")[6]);
    }
  }

  @Test
  void malformedLinesAreKeptWithTheirNumberAndTheOthersAreCounted() throws Exception {
    List<String> mixed = new ArrayList<>(Files.readAllLines(SAMPLE).subList(0, 50));
    mixed.add(10, "not a line of a log");
    mixed.add(20, "");
    mixed.add(30, "192.0.2.7 - - [99/Nov/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 1");
    Path log = directory.resolve("mixed.log");
    Files.write(log, mixed);

    JsonNode report = run(log);

    assertThat(report.at("/input/lines").asLong()).isEqualTo(53);
    assertThat(report.at("/input/rejected").asLong()).isEqualTo(3);
    assertThat(report.at("/pageHits/hits").asLong()).isEqualTo(50);
    assertThat(Files.readString(Project.root().resolve(".fleet/rejected.jsonl")))
        .contains("\"line\":11", "\"line\":21", "\"line\":31");
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

  /** The seventh field of each line, as {@code awk '{print $7}'} has it. */
  private static Map<String, Long> hitsByPath(List<String> lines) {
    Map<String, Long> hits = new TreeMap<>();
    lines.forEach(line -> hits.merge(line.split(" ")[6], 1L, Long::sum));
    return hits;
  }

  private static List<String> lines(Path log) throws IOException {
    try (InputStream in =
        log.toString().endsWith(".gz")
            ? new GZIPInputStream(Files.newInputStream(log))
            : Files.newInputStream(log)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
