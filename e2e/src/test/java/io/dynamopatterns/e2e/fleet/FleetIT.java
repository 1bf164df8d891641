package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code ./fleet run} as a user types it, compared with counts made without any of its code. */
@Order(2)
@ResourceLock("./fleet")
class FleetIT {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final Path SAMPLE = Project.sampleLog();

  @TempDir Path directory;

  /** Odd, but each with the client, the time and the path where every line has them. */
  private static final List<String> ODD =
      List.of(
          line("192.0.2.21 - - ", "GET /odd/nel HTTP/1.1", " \"-\" \"a\u0085b\""),
          line("192.0.2.21 - - ", "GET /odd/cr HTTP/1.1", " \"-\" \"a\rb\""),
          line("192.0.2.21 - - ", "GET /odd/u2028 HTTP/1.1", " \"-\" \"a\u2028b\""),
          line("fe80::1%eth0 - - ", "GET /odd/zone HTTP/2.0", " \"-\" \"-\""),
          line("192.0.2.22 - - ", "GET /odd/q?x=\\\"1\\\" HTTP/1.1", " \"-\" \"A \\\"b\\\"\""),
          line("192.0.2.22 - - ", "GET /odd/09", ""),
          line("192.0.2.22 - - ", "GET /odd/more HTTP/1.1", " \"-\" \"A\" \"192.0.2.9\" rt=0.1\r"));

  /** Lines of which it is unknown what is what, or that are not clicks. */
  private static final List<String> UNREADABLE =
      List.of(
          "not a line of a log",
          "",
          "192.0.2.7 - - [99/Nov/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 1",
          line("shop.example:443 192.0.2.7 - - ", "GET /a HTTP/1.1", ""),
          line("shop.example 192.0.2.7 - - ", "GET /a HTTP/1.1", ""),
          line("192.0.2.7, 192.0.2.8 - - ", "GET /a HTTP/1.1", ""),
          line("192.0.2.7:51234 - - ", "GET /a HTTP/1.1", ""),
          line("\0\0\0192.0.2.7 - - ", "GET /a HTTP/1.1", ""),
          line("192.0.2.7 - - ", "-", ""),
          line("192.0.2.7 - - ", "GET /a\"b HTTP/1.1", ""),
          "192.0.2.7 - - " + " [".repeat(150_000));

  /** One run for all: each starts all functions of the fleet. A longer log takes minutes. */
  @Test
  void aLogIsCountedExactlyAndItsMalformedLinesAreKeptWithTheirNumber() throws Exception {
    List<String> lines = new ArrayList<>(ExpectedFigures.lines(SAMPLE));
    lines.addAll(ODD);
    List<String> mixed = new ArrayList<>(lines);
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < UNREADABLE.size(); i++) {
      mixed.add(10 * (i + 1), UNREADABLE.get(i));
      numbers.add("\"line\":" + (10 * (i + 1) + 1) + ",");
    }
    Path log = directory.resolve("mixed.log");
    Files.writeString(log, "\uFEFF" + String.join("\n", mixed));

    JsonNode report = run(log);

    assertThat(report.at("/input/lines").asLong()).isEqualTo(mixed.size());
    assertThat(report.at("/input/rejected").asLong()).isEqualTo(UNREADABLE.size());
    ExpectedFigures.assertAgree(report, lines);
    List<String> rejected = Files.readAllLines(Project.root().resolve(".fleet/rejected.jsonl"));
    assertThat(rejected).hasSize(UNREADABLE.size());
    for (int i = 0; i < rejected.size(); i++) {
      assertThat(rejected.get(i)).contains(numbers.get(i));
    }
  }

  /** Of a file that was cut what can be read is reported; a gap in its time takes no time. */
  @Test
  void aLogThatIsCutIsReportedUpToThereAndEndsWithExitCodeOneAndItsName() throws Exception {
    String early = "192.0.2.1 - - [01/Jan/1970:00:00:12 +0000] \"GET /boot HTTP/1.1\" 200 5\n";
    String late = line("192.0.2.1 - - ", "GET /x HTTP/1.1", "") + "\n";
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write((early + late + "192.0.2.1 - - [17/May/2015").getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = packed.toByteArray();
    Path log = Files.write(directory.resolve("cut.gz"), Arrays.copyOf(bytes, bytes.length - 9));
    Path report = directory.resolve("report.json");

    Command.Result result = fleet("run", log.toString(), "--report", report.toString());

    assertThat(result.exitCode()).as(result.all()).isEqualTo(1);
    assertThat(result.output())
        .containsOnlyOnce("NOT CLEAN")
        .contains("cut.gz is cut", "no lines from 1970-01-01T00:00:12Z to 2026-11-20T10:07:00Z");
    JsonNode figures = new ObjectMapper().readTree(report.toFile());
    assertThat(figures.at("/input/accepted").asLong()).isEqualTo(2);
    assertThat(figures.at("/pageHits/hits").asLong()).isEqualTo(2);
    assertThat(figures.at("/periodic/periods").asLong()).isEqualTo(2);
  }

  @Test
  void aFileThatIsNoLogEndsWithOneLineThatNamesWhatItIsAndExitCodeTwo() throws Exception {
    byte[] bzip2 = HexFormat.of().parseHex("425a683931415926535901020304");
    Path log = Files.write(directory.resolve("log.bz2"), bzip2);

    Command.Result result = fleet("run", log.toString());

    assertThat(result.exitCode()).as(result.all()).isEqualTo(2);
    assertThat(result.errors().lines()).hasSize(1);
    assertThat(result.errors()).contains("log.bz2", "bzip2", "plain text", "gzip");
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

  /** A line after the sample's last one, in the same hour. */
  private static String line(String client, String request, String more) {
    return client + "[20/Nov/2026:10:07:00 +0000] \"" + request + "\" 200 5" + more;
  }

  private static Command.Result fleet(String... arguments) {
    List<String> command = new ArrayList<>(List.of("./fleet"));
    command.addAll(Arrays.asList(arguments));
    return new Command(Project.root(), Map.of()).run(LIMIT, command);
  }
}
