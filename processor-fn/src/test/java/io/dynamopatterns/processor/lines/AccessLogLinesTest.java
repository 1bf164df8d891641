package io.dynamopatterns.processor.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.local.kinesis.KinesisRecord;
import io.dynamopatterns.local.kinesis.KinesisStream;
import io.dynamopatterns.local.log.ClickFeed;
import io.dynamopatterns.local.log.RejectedLines;
import io.dynamopatterns.processor.kit.Log;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogLinesTest {
  private final AccessLogLines clicks = new AccessLogLines();

  /** The fleet's own feed of the same file is the reference. */
  @Test
  void everyLineOfTheLogIsTheClickThatTheFleetMakesOfIt(@TempDir Path directory) throws Exception {
    KinesisStream stream = new KinesisStream("clicks", 1, Clock.systemUTC());
    List<String> lines = new String(Log.text(), StandardCharsets.UTF_8).lines().toList();
    try (RejectedLines rejected = new RejectedLines(directory.resolve("rejected"))) {
      ClickFeed feed =
          new ClickFeed(
              "access.log", ClickFeed.Source.LINES, stream, rejected, time -> {}, List.of());
      for (String line : lines) {
        feed.feed(line);
      }
    }
    List<KinesisRecord> reference = stream.shards().getFirst().read(0, Log.LINES);
    assertThat(reference).hasSize(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      LineRecord click = clicks.map(new Line("access.log", i + 1, lines.get(i)));
      assertThat(click.partitionKey()).isEqualTo(reference.get(i).partitionKey());
      assertThat(new String(click.data(), StandardCharsets.UTF_8))
          .isEqualTo(new String(reference.get(i).data(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void linesThatAreNoClicksAreRejectedWithTheReason() {
    assertReason("nonsense", "not in Common or Combined Log Format");
    assertReason(line("10.0.0.1", "GET"), "the request 'GET' has no method and path");
    assertReason(
        line("10.0.0.1", "GET /" + "x".repeat(2048) + " HTTP/1.1"),
        "the path has 2049 bytes, a key holds 2048");
    assertReason(
        line("c".repeat(257), "GET / HTTP/1.1"),
        "the client has 257 characters, a partition key takes 256");
  }

  @Test
  void aVeryLongUserAgentIsAClick() throws RejectedLineException {
    String line =
        line("10.0.0.1", "GET / HTTP/1.1") + " \"-\" \"" + "agent ".repeat(200_000) + "\"";
    assertThat(clicks.map(new Line("log", 1, line)).data()).hasSizeGreaterThan(1_200_000);
  }

  private void assertReason(String text, String reason) {
    assertThatThrownBy(() -> clicks.map(new Line("log", 1, text)))
        .isInstanceOf(RejectedLineException.class)
        .hasMessage(reason);
  }

  private static String line(String client, String request) {
    return client + " - - [17/May/2015:10:05:03 +0000] \"" + request + "\" 200 12";
  }
}
