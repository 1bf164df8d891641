package io.dynamopatterns.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** What a run of the {@code dev} environment must report of a log, counted without its code. */
public final class ExpectedFigures {
  private ExpectedFigures() {}

  /** The lines of a log, plain or gzip. */
  public static List<String> lines(Path log) throws IOException {
    try (InputStream in =
        log.toString().endsWith(".gz")
            ? new GZIPInputStream(Files.newInputStream(log))
            : Files.newInputStream(log)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /**
   * @param report of a run over these lines, and others that it rejected
   */
  public static void assertAgree(JsonNode report, List<String> lines) {
    // As awk '{print $7}' has it.
    Map<String, Long> hits = count(lines, line -> line.split(" ")[6]);
    assertThat(report.at("/input/accepted").asLong()).isEqualTo(lines.size());
    assertThat(report.at("/pageHits/hits").asLong()).isEqualTo(lines.size());
    assertThat(report.at("/pageHits/pages").asLong()).isEqualTo(hits.size());
    assertThat(report.at("/history/items").asLong()).isEqualTo(hits.size());
    assertThat(report.at("/history/gaps").asLong()).isZero();
    assertThat(report.at("/history/entries").asLong()).isGreaterThanOrEqualTo(hits.size());
    assertThat(report.at("/processor/work").asLong()).isEqualTo(1);
    assertThat(report.at("/processor/completed").asLong()).isEqualTo(1);
    assertThat(report.at("/processor/hops").asLong()).isPositive();
    assertThatPatternsAgree(report, lines);
    assertThatTheFanOutAgrees(report);
  }

  /** The history and the subscriber without a filter have the same changes, each once. */
  private static void assertThatTheFanOutAgrees(JsonNode report) {
    JsonNode subscribers = report.at("/fanOut/subscribers");
    long all = subscribers.at("/all/delivered").asLong();
    assertThat(all).isEqualTo(report.at("/history/entries").asLong());
    long delivered = 0;
    for (JsonNode subscriber : subscribers) {
      assertThat(subscriber.path("delivered").asLong()).isPositive().isLessThanOrEqualTo(all);
      assertThat(subscriber.path("deadLettered").asLong()).isZero();
      delivered += subscriber.path("delivered").asLong();
    }
    assertThat(report.at("/cost/fanout/otherCalls").asLong())
        .as("requests to queues, which take several messages each")
        .isPositive()
        .isLessThan(delivered);
  }

  /** The deployment completes a client at ten lines and has periods of an hour. */
  private static void assertThatPatternsAgree(JsonNode report, List<String> lines) {
    Map<String, Long> clients = count(lines, ExpectedFigures::client);
    long completed = clients.values().stream().filter(count -> count >= 10).count();
    assertThat(report.at("/aggregator/groups").asLong()).isEqualTo(clients.size());
    assertThat(report.at("/aggregator/completed").asLong()).isEqualTo(completed);
    assertThat(report.at("/aggregator/published").asLong()).isEqualTo(completed);
    assertThat(report.at("/aggregator/open").asLong()).isEqualTo(clients.size() - completed);

    Map<String, Long> hours = count(lines, ExpectedFigures::hour);
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
}
