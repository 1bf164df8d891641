package io.dynamopatterns.processor.lines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.send.KinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisRecord;
import io.dynamopatterns.processor.kit.FakeS3;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.source.ObjectSources;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.testkit.SampleLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of all kinds, line by line. */
class LinesWorkerIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLICK =
      "10.0.0.1 - - [17/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 12 \"-\" \"curl\"";

  private static final String NOT_THE_FORMAT =
      "not in Common or Combined Log Format: there is no [time] before a \"request\"";

  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void anEmptyObjectIsDone() {
    WorkItem work = deliver("empty", new byte[0], "raw");
    assertThat(work.state()).isEqualTo(WorkState.DONE);
    assertThat(work.progress().counts()).isEmpty();
    assertThat(fleet.delivered()).isEmpty();
  }

  @Test
  void anEmptyObjectThatIsCompressedIsDone() {
    assertThat(deliver("empty.gz", SampleLog.gzip(new byte[0]), "raw").state())
        .isEqualTo(WorkState.DONE);
  }

  @Test
  void rawLinesSayWhatTheyAreAndWhichTheyAre() throws IOException {
    deliver("raw", utf8("one\r\n\"zwei\"\n\nvier é€"), "raw");
    assertThat(texts()).containsExactly("one", "\"zwei\"", "", "vier é€");
    JsonNode second = records().get(1);
    assertThat(second.get("id").asText()).isEqualTo("thing:2");
    assertThat(second.get("object").asText()).isEqualTo("thing");
    assertThat(second.get("line").asInt()).isEqualTo(2);
    assertThat(second.size()).isEqualTo(4);
  }

  @Test
  void withoutANameLinesAreNamedByTheObjectAndItsState() throws IOException {
    byte[] content = utf8("one\n");
    Fleet.s3().put("logs", "a b+c/ü.txt", content);
    fleet.submit(Map.of("object", "s3://logs/a b+c/ü.txt"));
    fleet.drain();
    assertThat(records().getFirst().get("id").asText())
        .isEqualTo("s3://logs/a b+c/ü.txt@" + FakeS3.etag(content) + ":1");
  }

  /** A file that grew by appending compressed parts is one text. */
  @Test
  void allMembersOfACompressedObjectAreRead() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      String part = "part " + i + "\n" + "x".repeat(i * 7) + "\n";
      members.writeBytes(SampleLog.gzip(utf8(part)));
      text.append(part);
    }
    fleet.withDeadline(() -> slices(1));
    deliver("members.gz", members.toByteArray(), "raw");
    assertThat(String.join("\n", texts()) + "\n").isEqualTo(text.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "access-log"})
  void aLineThatIsTooLongForKinesisIsKeptAsRejectedAndTheOthersAreSent(String format) {
    String line = format.equals("raw") ? "fine" : CLICK;
    String tooLong = "y".repeat(KinesisStream.MAX_RECORD_BYTES + 1);
    WorkItem work = deliver("long", utf8(line + "\n" + tooLong + "\n" + line), format);
    assertThat(work.state()).isEqualTo(WorkState.DONE);
    assertThat(work.progress().counts())
        .containsEntry("delivered", 2L)
        .containsEntry("rejected", 1L);
    assertThat(rejected(work))
        .containsExactly(
            Map.of("number", 2L, "reason", "the line has 10485762 bytes, Kinesis takes 10485760"));
  }

  @Test
  void aLineThatBecomesTooLongAsARecordIsRejected() {
    String quotes = "\"".repeat(KinesisStream.MAX_RECORD_BYTES / 2);
    WorkItem work = deliver("quotes", utf8("fine\n" + quotes), "raw");
    assertThat(work.progress().counts())
        .containsEntry("delivered", 1L)
        .containsEntry("rejected", 1L);
    assertThat(rejected(work).getFirst().get("reason").toString())
        .startsWith("the line's record has 104858");
  }

  @Test
  void aLineOfSeveralMegabytesIsDelivered() throws IOException {
    deliver("large", utf8("a\n" + "z".repeat(9_000_000) + "\nb\n"), "raw");
    assertThat(texts()).extracting(String::length).containsExactly(1, 9_000_000, 1);
  }

  @Test
  void malformedLinesAreCountedAndKeptWithTheirNumberAndReason() throws IOException {
    WorkItem work = deliver("log", utf8(CLICK + "\nnonsense\n" + CLICK + "\n\n"), "access-log");
    assertThat(work.state()).isEqualTo(WorkState.DONE);
    assertThat(work.progress().counts())
        .containsEntry("delivered", 2L)
        .containsEntry("rejected", 2L);
    assertThat(rejected(work))
        .containsExactly(
            Map.of("number", 2L, "reason", NOT_THE_FORMAT),
            Map.of("number", 4L, "reason", NOT_THE_FORMAT));
    assertThat(records())
        .extracting(click -> click.get("id").asText())
        .containsExactlyInAnyOrder("thing:1", "thing:3");
  }

  /** bzip2 and others: their bytes as lines would all be rejected, and the work DONE. */
  @ParameterizedTest
  @ValueSource(strings = {"raw", "access-log"})
  void anObjectOfAnotherCompressionFailsTheWorkAtOnceByItsName(String format) {
    byte[] bzip2 = HexFormat.of().parseHex("425a683931415926535901020304");
    WorkItem work = deliver("log.bz2", bzip2, format);
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.hops()).isEqualTo(1);
    assertThat(work.lastError())
        .contains(
            "s3://logs/log.bz2 is bzip2; lines are read from plain text in UTF-8 or Latin-1, or that"
                + " as gzip");
    assertThat(rejected(work)).isEmpty();
  }

  @Test
  void anObjectWithoutOneGoodLineFailsTheWorkAndKeepsItsLinesAsRejected() {
    WorkItem work = deliver("other", utf8("nonsense\n\n"), "access-log");
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.progress().counts()).containsEntry("rejected", 2L);
    assertThat(work.lastError())
        .contains(
            "thing has no line that can be read as 'access-log'; all 2 were rejected, such as line"
                + " 1: "
                + NOT_THE_FORMAT);
    assertThat(rejected(work)).hasSize(2);
    assertThat(fleet.bus.details("WorkFailed")).hasSize(1);
  }

  @Test
  void aCompressedObjectThatIsCutFailsTheWorkAfterItsWholeLines() throws IOException {
    byte[] packed = SampleLog.gzip(utf8("one\ntwo\nthree"));
    WorkItem work = deliver("cut.gz", Arrays.copyOf(packed, packed.length - 9), "raw");
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.lastError())
        .contains("thing is cut: it ends within its gzip data. Its first 2 lines were read");
    assertThat(work.progress().counts()).containsEntry("delivered", 2L);
    assertThat(texts()).containsExactly("one", "two");
  }

  @Test
  void bytesAfterTheGzipDataFailTheWorkAfterItsLines() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(SampleLog.gzip(utf8("one\ntwo\n")));
    bytes.writeBytes(utf8("garbage"));
    WorkItem work = deliver("tail.gz", bytes.toByteArray(), "raw");
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.lastError().orElseThrow())
        .contains("has bytes that are not gzip after the end");
    assertThat(texts()).containsExactly("one", "two");
  }

  /** The long line made the reader backtrack for minutes, longer than the lease. */
  @Test
  void aLongLineThatIsNoClickIsRejectedAndItsNeighboursAreDelivered() {
    String brackets = "10.0.0.1 - - " + " [".repeat(2_000_000);
    WorkItem work = deliver("brackets", utf8(CLICK + "\n" + brackets + "\n" + CLICK), "access-log");
    assertThat(work.state()).isEqualTo(WorkState.DONE);
    assertThat(work.progress().counts())
        .containsEntry("delivered", 2L)
        .containsEntry("rejected", 1L);
  }

  @Test
  void rejectedLinesAreCountedOnceHoweverOftenTheyAreReadAgain() {
    StringBuilder log = new StringBuilder();
    // One client: its lines go one by one, and every run ends within the slice.
    IntStream.range(0, 40).forEach(i -> log.append(i % 4 == 3 ? "nonsense" : CLICK).append('\n'));
    fleet.withDeadline(() -> slices(3));
    WorkItem work = deliver("again", utf8(log.toString()), "access-log");
    assertThat(work.state()).isEqualTo(WorkState.DONE);
    assertThat(work.hops()).isGreaterThan(3);
    assertThat(work.progress().counts())
        .containsEntry("delivered", 30L)
        .containsEntry("rejected", 10L);
    assertThat(rejected(work)).hasSize(10);
    assertThat(fleet.delivered()).hasSize(30);
  }

  @Test
  void linesOfOneClientArriveInTheirOrder() throws IOException {
    deliver("clicks", SampleLog.text(), "access-log");
    Map<String, Integer> last = new HashMap<>();
    for (KinesisRecord click : fleet.delivered()) {
      int line = line(JSON.readTree(click.data()));
      assertThat(last.getOrDefault(click.partitionKey(), 0)).isLessThan(line);
      last.put(click.partitionKey(), line);
    }
    assertThat(last).hasSizeGreaterThan(5);
  }

  @Test
  void anObjectThatIsReplacedBetweenHopsFailsTheWork() {
    Fleet.s3().put("logs", "moving", SampleLog.text());
    fleet.withDeadline(
        () -> {
          Deadline deadline = slices(1);
          if (fleet.deliveredCount() > 0) {
            Fleet.s3().put("logs", "moving", utf8("something else"));
          }
          return deadline;
        });
    fleet.submit(Map.of("object", "s3://logs/moving"));
    fleet.drain();
    WorkItem work =
        fleet.item("lines-to-kinesis:s3://logs/moving@" + FakeS3.etag(SampleLog.text()));
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.hops()).isEqualTo(2);
    assertThat(work.lastError().orElseThrow())
        .startsWith("s3://logs/moving was replaced after ")
        .endsWith("Submit it anew");
    assertThat(fleet.bus.details("WorkFailed")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://logs/nothing-here | s3://logs/nothing-here is not there",
        "file:/etc/hostname | file:/etc/hostname: files are not read here, objects in S3 are",
        "http://a/b | the object must be s3://<bucket>/<key> or file:<path>, but is 'http://a/b'",
      })
  void anObjectThatCannotBeReadFailsTheWorkAtOnce(String object, String reason) {
    fleet.submit(new Work("w", LinesWorker.TYPE, Map.of("object", object)));
    fleet.drain();
    WorkItem work = fleet.item("w");
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.hops()).isEqualTo(1);
    assertThat(work.lastError()).contains(reason);
  }

  /** Rights come late, keys are disabled for a minute: what is refused now may be allowed soon. */
  @Test
  void anObjectThatIsRefusedIsAnAttemptUntilItIsRead() {
    byte[] content = utf8("one\n");
    Fleet.s3().put("closed", "late", content);
    Fleet.s3().forbid("closed");
    fleet.submit(new Work("w", LinesWorker.TYPE, Map.of("object", "s3://closed/late")));
    fleet.drain();
    assertThat(fleet.item("w").state()).isEqualTo(WorkState.WAITING);
    assertThat(fleet.item("w").attempts()).isEqualTo(1);
    assertThat(fleet.item("w").lastError())
        .contains(
            "ObjectRefusedException: s3://closed/late cannot be read or does not exist: S3 answers"
                + " 403 to both");
    Fleet.s3().allow("closed");
    fleet.clock.advance(Duration.ofSeconds(31));
    fleet.sweep();
    fleet.drain();
    assertThat(fleet.item("w").state()).isEqualTo(WorkState.DONE);
    assertThat(fleet.delivered()).hasSize(1);
  }

  @Test
  void anUnknownFormatFailsTheWorkAtOnce() {
    assertThat(deliver("odd", utf8("x"), "xml").lastError())
        .contains("there is no format 'xml'; there are [access-log, raw]");
  }

  @Test
  void filesBelowTheirDirectoryAreReadAndNoOthers(@TempDir Path directory) throws IOException {
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.writeString(root.resolve("mine.log"), "one\ntwo\n");
    Files.writeString(directory.resolve("secret"), "none of yours\n");
    Files.createSymbolicLink(root.resolve("link"), directory.resolve("secret"));
    LinesWorker worker =
        new LinesWorker(
            new ObjectSources(() -> Fleet.s3().client(Fleet.http()), Optional.of(root)),
            List.of(new RawLines()),
            () ->
                new LineDelivery(fleet.kinesis(Fleet.http()), fleet.stream.name(), fleet.table()));
    fleet.withFunction(() -> fleet.workStreamOf(worker));
    for (String path :
        List.of("mine.log", root.resolve("mine.log").toString(), "../secret", "link")) {
      fleet.submit(
          new Work(path, LinesWorker.TYPE, Map.of("object", "file:" + path, "name", path)));
    }
    fleet.drain();
    assertThat(fleet.item("mine.log").state()).isEqualTo(WorkState.DONE);
    assertThat(fleet.item(root.resolve("mine.log").toString()).state()).isEqualTo(WorkState.DONE);
    for (String path : List.of("../secret", "link")) {
      assertThat(fleet.item(path).lastError().orElseThrow()).contains("is not below");
    }
    assertThat(fleet.delivered()).hasSize(4);
  }

  private WorkItem deliver(String key, byte[] content, String format) {
    Fleet.s3().put("logs", key, content);
    fleet.submit(Map.of("object", "s3://logs/" + key, "format", format, "name", "thing"));
    fleet.drain();
    return fleet.item("lines-to-kinesis:s3://logs/" + key + "@" + FakeS3.etag(content));
  }

  /** A deadline that passes after this many records from now. */
  private Deadline slices(int records) {
    int end = fleet.deliveredCount() + records;
    return Deadline.of(() -> fleet.deliveredCount() < end ? 300_000 : 4_500);
  }

  @SuppressWarnings("unchecked") // What the answer is made of.
  private List<Map<String, Object>> rejected(WorkItem work) {
    return (List<Map<String, Object>>)
        fleet.read(Map.of("operation", "rejected", "id", work.id())).get("rejected");
  }

  private List<JsonNode> records() throws IOException {
    Map<Integer, JsonNode> byLine = new HashMap<>();
    for (KinesisRecord stored : fleet.delivered()) {
      JsonNode json = JSON.readTree(stored.data());
      byLine.put(line(json), json);
    }
    return byLine.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private List<String> texts() throws IOException {
    return records().stream().map(json -> json.get("text").asText()).toList();
  }

  private static int line(JsonNode json) {
    String id = json.get("id").asText();
    return Integer.parseInt(id.substring(id.lastIndexOf(':') + 1));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
