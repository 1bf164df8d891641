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
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fleet run} as a user types it, compared with counts made without any of its code. */
@Order(2)
class FleetIT {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final Path SAMPLE =
      Project.root()
          .resolve("local/src/main/resources/io/dynamopatterns/local/log/sample-access.log");

  @TempDir Path directory;

  @Test
  void aLogIsCountedExactlyAndItsHistoryIsWhole() throws Exception {
    Path log = SAMPLE; // A longer one takes minutes; the patterns' own tests have it.
    // As awk '{print $7}' has it.
    Map<String, Long> hits = count(lines(log), line -> line.split(" ")[6]);

    JsonNode report = run(log);

    long total = hits.values().stream().mapToLong(Long::longValue).sum();
    assertThat(report.at("/input/lines").asLong()).isEqualTo(total);
    assertThat(report.at("/input/rejected").asLong()).isZero();
    assertThat(report.at("/pageHits/hits").asLong()).isEqualTo(total);
    assertThat(report.at("/pageHits/pages").asLong()).isEqualTo(hits.size());
    assertThat(report.at("/history/items").asLong()).isEqualTo(hits.size());
    assertThat(report.at("/history/gaps").asLong()).isZero();
    assertThat(report.at("/history/entries").asLong()).isGreaterThanOrEqualTo(hits.size());
    assertThat(report.at("/processor/work").asLong()).isEqualTo(1);
    assertThat(report.at("/processor/completed").asLong()).isEqualTo(1);
    assertThat(report.at("/processor/hops").asLong()).isPositive();
    assertThatPatternsAgreeWithTheLines(report, lines(log));
  }

  /** The recorded deployment completes a client at ten lines and has periods of an hour. */
  private static void assertThatPatternsAgreeWithTheLines(JsonNode report, List<String> lines) {
    Map<String, Long> clients = count(lines, FleetIT::client);
    long completed = clients.values().stream().filter(count -> count >= 10).count();
    assertThat(report.at("/aggregator/groups").asLong()).isEqualTo(clients.size());
    assertThat(report.at("/aggregator/completed").asLong()).isEqualTo(completed);
    assertThat(report.at("/aggregator/published").asLong()).isEqualTo(completed);
    assertThat(report.at("/aggregator/open").asLong()).isEqualTo(clients.size() - completed);

    Map<String, Long> hours = count(lines, FleetIT::hour);
    Map<String, Long> clientsOfHours = count(lines, line -> client(line) + " " + hour(line));
    assertThat(report.at("/periodic/periods").asLong()).isEqualTo(hours.size());
    assertThat(report.at("/periodic/digests").asLong()).isEqualTo(clientsOfHours.size());
    assertThat(report.at("/periodic/events").asLong()).isEqualTo(lines.size());
    assertThat(report.at("/periodic/late").asLong()).isZero();

    assertThat(report.at("/eventStore/mode").asText()).isEqualTo("direct");
    assertThat(report.at("/eventStore/stored").asLong()).isEqualTo(lines.size());
    assertThat(report.at("/eventStore/playback/count").asLong()).isEqualTo(lines.size());
    assertThat(report.at("/eventStore/playback/ordered").asBoolean()).isTrue();
    assertThat(report.at("/eventStore/playback/first").asText())
        .isLessThanOrEqualTo(report.at("/eventStore/playback/last").asText());
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

  private static Map<String, Long> count(List<String> lines, Function<String, String> field) {
    Map<String, Long> counts = new TreeMap<>();
    lines.forEach(line -> counts.merge(field.apply(line), 1L, Long::sum));
    return counts;
  }

  private static String client(String line) {
    return line.split(" ")[0];
  }

  /** Of {@code [17/May/2015:10:05:03 +0000]}, which every line here has in UTC. */
  private static String hour(String line) {
    String[] fields = line.split(" ");
    assertThat(fields[4]).isEqualTo("+0000]");
    return fields[3].substring(0, "[17/May/2015:10".length());
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
