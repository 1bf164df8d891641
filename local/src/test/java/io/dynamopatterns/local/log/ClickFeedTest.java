package io.dynamopatterns.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickFeedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLICK =
      "{\"id\":\"a.log:1\",\"client\":\"192.0.2.1\",\"time\":\"2015-05-17T10:05:03Z\"}";

  @TempDir Path directory;
  private final List<JsonNode> accepted = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Long> lost = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private final EmbeddedKinesisStream stream =
      new EmbeddedKinesisStream("clicks", 1, Clock.systemUTC());

  @Test
  void whatTheProcessorMadeOfALineIsPutOnTheStreamByteForByte() throws Exception {
    ClickFeed feed = feed(line -> click(), "one", "two");

    List<KinesisRecord> records = stream.shards().getFirst().read(0, 10);
    assertThat(records).hasSize(2);
    assertThat(records.getFirst().partitionKey()).isEqualTo("192.0.2.1");
    assertThat(new String(records.getFirst().data(), StandardCharsets.UTF_8)).isEqualTo(CLICK);
    assertThat(times).containsOnly(Instant.parse("2015-05-17T10:05:03Z"));
    assertThat(texts).containsExactly("one", "two");
    assertThat(feed.accepted()).isEqualTo(2);
  }

  @Test
  void linesThatTheProcessorRejectedAreKeptWithNumberReasonAndTextAndTheOthersAreFed()
      throws Exception {
    ClickFeed feed =
        feed(
            line -> line == 2 ? new LineOutcome.Rejected("no click") : click(),
            "one",
            "what is \"this\"?",
            "three");

    assertThat(feed.lines()).isEqualTo(3);
    assertThat(feed.accepted()).isEqualTo(2);
    assertThat(accepted).hasSize(2);
    assertThat(Files.readString(directory.resolve("rejected.jsonl")))
        .isEqualTo("{\"line\":2,\"reason\":\"no click\",\"text\":\"what is \\\"this\\\"?\"}\n");
  }

  @Test
  void aLineThatWasNeitherDeliveredNorRejectedIsReportedAndNotCounted() throws Exception {
    ClickFeed feed = feed(line -> line == 1 ? new LineOutcome.Lost() : click(), "one", "two");

    assertThat(lost).containsExactly(1L);
    assertThat(feed.lines()).isEqualTo(2);
    assertThat(feed.accepted()).isEqualTo(1);
  }

  /** The file is read while the fleet runs, and is whole when it is killed. */
  @Test
  void aRejectedLineIsInTheFileWhenItIsRejected() throws Exception {
    Path file = directory.resolve("rejected.jsonl");
    try (RejectedLines rejected = new RejectedLines(file)) {
      rejected.add(1, "no click", "one");
      assertThat(Files.readAllLines(file)).hasSize(1);
    }
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstLine() throws Exception {
    assertThat(lines("\uFEFFone\n\uFEFFtwo".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("one", "\uFEFFtwo");
  }

  @Test
  void ofAVeryLongLineTheBeginningIsHeld() throws Exception {
    byte[] content = ("x".repeat(11 * 1024 * 1024) + "\ntwo").getBytes(StandardCharsets.UTF_8);
    assertThat(lines(content)).extracting(String::length).containsExactly(10 * 1024 * 1024, 3);
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

  private final class Witness implements ClickFeed.Witness {
    @Override
    public void accepted(JsonNode event) {
      accepted.add(event);
    }

    @Override
    public void read(JsonNode event, String text) {
      texts.add(text);
    }

    @Override
    public void lost(long line) {
      lost.add(line);
    }
  }

  private ClickFeed feed(ClickFeed.Source source, String... lines) throws Exception {
    try (RejectedLines rejected = new RejectedLines(directory.resolve("rejected.jsonl"))) {
      ClickFeed feed = new ClickFeed(source, stream, rejected, times::add, List.of(new Witness()));
      for (String line : lines) {
        feed.feed(line);
      }
      return feed;
    }
  }

  private static LineOutcome.Click click() {
    try {
      return new LineOutcome.Click(
          "192.0.2.1", CLICK.getBytes(StandardCharsets.UTF_8), JSON.readTree(CLICK));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
}
