package io.dynamopatterns.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.local.kinesis.KinesisRecord;
import io.dynamopatterns.local.kinesis.KinesisStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickFeedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE =
      "192.0.2.1 - - [17/May/2015:10:05:03 +0000] \"GET /x HTTP/1.1\" 200 7";

  @TempDir Path directory;
  private final List<JsonNode> witnessed = new ArrayList<>();
  private final List<Long> witnessedAsRejected = new ArrayList<>();
  private ClickFeed.Source source = ClickFeed.Source.LINES;
  private final KinesisStream stream = new KinesisStream("clicks", 1, Clock.systemUTC());

  @Test
  void identicalLinesAreDistinctEventsOfOneClient() throws Exception {
    feed(LINE, LINE);

    List<KinesisRecord> records = stream.shards().getFirst().read(0, 10);
    assertThat(records).extracting(KinesisRecord::partitionKey).containsOnly("192.0.2.1");
    assertThat(event(records.get(0)).path("id").asText()).isEqualTo("a.log:1");
    assertThat(event(records.get(1)).path("id").asText()).isEqualTo("a.log:2");
    assertThat(event(records.get(0)).path("time").asText()).isEqualTo("2015-05-17T10:05:03Z");
    assertThat(event(records.get(0)).path("bytes").asLong()).isEqualTo(7);
    assertThat(event(records.get(0)).has("referer")).isFalse();
  }

  @Test
  void malformedLinesAreKeptWithNumberAndReasonAndTheOthersAreFed() throws Exception {
    ClickFeed feed = feed(LINE, "what is \"this\"?", LINE);

    assertThat(feed.lines()).isEqualTo(3);
    assertThat(feed.accepted()).isEqualTo(2);
    assertThat(witnessed)
        .extracting(event -> event.path("id").asText())
        .containsExactly("a.log:1", "a.log:3");
    assertThat(witnessedAsRejected).containsExactly(2L);
    JsonNode rejected = JSON.readTree(Files.readString(directory.resolve("rejected.jsonl")));
    assertThat(rejected.path("line").asInt()).isEqualTo(2);
    assertThat(rejected.path("reason").asText()).contains("Log Format");
    assertThat(rejected.path("text").asText()).isEqualTo("what is \"this\"?");
  }

  @Test
  void aLineThatIsTooLongForARecordIsRejected() throws Exception {
    int tenMiB = 10 * 1024 * 1024;

    ClickFeed feed =
        feed(
            LINE + " " + "x".repeat(tenMiB),
            LINE + " \"-\" \"" + "x".repeat(tenMiB - 100) + "\"",
            LINE);

    assertThat(feed.accepted()).isEqualTo(1);
    List<String> reasons = new ArrayList<>();
    for (String rejected : Files.readAllLines(directory.resolve("rejected.jsonl"))) {
      reasons.add(JSON.readTree(rejected).path("reason").asText());
    }
    assertThat(reasons)
        .containsExactly(
            "the line has 10485827 bytes, Kinesis takes 10485760",
            "the line's record has 10485801 bytes, Kinesis takes 10485760");
  }

  @Test
  void aRecordComesFromItsSourceAndALineWithoutOneLeavesTheOthersAlone() throws Exception {
    source =
        event ->
            event.path("id").asText().equals("a.log:1")
                ? Optional.empty()
                : Optional.of(new ClickFeed.Click("key", new byte[] {1}));

    ClickFeed feed = feed(LINE, LINE);

    List<KinesisRecord> records = stream.shards().getFirst().read(0, 10);
    assertThat(records).hasSize(1);
    assertThat(records.getFirst().partitionKey()).isEqualTo("key");
    assertThat(records.getFirst().data()).containsExactly(1);
    assertThat(feed.accepted()).isEqualTo(2);
  }

  @Test
  void linesEndAtLineFeedsAndTheLastNeedsNone() throws Exception {
    assertThat(lines("one\r\ntwo\rstill two\n\nfour".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("one", "two\rstill two", "", "four");
  }

  @Test
  void gzipIsRecognisedByItsContent() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(lines(packed.toByteArray())).containsExactly("one", "two");
  }

  @Test
  void bytesThatAreNotUtf8AreTakenForLatin1() throws Exception {
    assertThat(lines(new byte[] {'/', (byte) 0xfc, '\n', '/', (byte) 0xc3, (byte) 0xbc}))
        .containsExactly("/ü", "/ü");
  }

  @Test
  void theSampleLogIsReadableToItsLastLine() throws Exception {
    try (LogFile sample = LogFile.open(LogFile.class.getResourceAsStream("sample-access.log"))) {
      int count = 0;
      for (Optional<String> line = sample.next(); line.isPresent(); line = sample.next()) {
        AccessLogLine.parse(line.get());
        count++;
      }
      assertThat(count).isEqualTo(1000);
    }
  }

  private final class Witness implements ClickFeed.Witness {
    @Override
    public void accepted(JsonNode event) {
      witnessed.add(event);
    }

    @Override
    public void rejected(long lineNumber) {
      witnessedAsRejected.add(lineNumber);
    }
  }

  private ClickFeed feed(String... lines) throws Exception {
    try (RejectedLines rejected = new RejectedLines(directory.resolve("rejected.jsonl"))) {
      ClickFeed feed =
          new ClickFeed("a.log", source, stream, rejected, time -> {}, List.of(new Witness()));
      for (String line : lines) {
        feed.feed(line);
      }
      return feed;
    }
  }

  private static List<String> lines(byte[] content) throws IOException {
    List<String> lines = new ArrayList<>();
    try (LogFile file = LogFile.open(new ByteArrayInputStream(content))) {
      for (Optional<String> line = file.next(); line.isPresent(); line = file.next()) {
        lines.add(line.get());
      }
    }
    return lines;
  }

  private static JsonNode event(KinesisRecord record) throws IOException {
    return JSON.readTree(record.data());
  }
}
