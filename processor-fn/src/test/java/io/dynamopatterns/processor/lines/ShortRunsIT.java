package io.dynamopatterns.processor.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.emulator.kinesis.KinesisRecord;
import io.dynamopatterns.processor.kit.FakeS3;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.kit.PartialStream;
import io.dynamopatterns.processor.kit.VirtualTime;
import io.dynamopatterns.processor.source.ObjectSources;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.testkit.SampleLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Lines where the time of a run is short for the stream, the object or the lease. */
class ShortRunsIT {
  private static final String ID = "w";
  private static final String CLICK =
      "10.0.0.1 - - [17/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 12 \"-\" \"curl\"\n";

  private final Fleet fleet = new Fleet();
  private final VirtualTime time = new VirtualTime(fleet);
  private Duration readOfS3 = Duration.ZERO;

  @AfterEach
  void close() {
    fleet.close();
  }

  /** Whether it takes nothing, or only not the line that is next. */
  @ParameterizedTest
  @ValueSource(strings = {".*", ".*:1"})
  void aRunThatAFullStreamBringsToNothingIsAnAttempt(String refused) {
    AtomicInteger fullRuns = new AtomicInteger(2);
    runs(
        Duration.ofSeconds(2),
        entry -> {
          time.sleep(Duration.ofSeconds(3));
          return fullRuns.get() > 0 && entry.partitionKey().matches(refused);
        });
    submit("full", utf8("a\nb\nc\n"), "raw");
    for (int attempt = 1; attempt <= 2; attempt++) {
      fleet.drain();
      assertThat(work().state()).isEqualTo(WorkState.WAITING);
      assertThat(work().attempts()).isEqualTo(attempt);
      assertThat(work().idleHops()).isZero();
      assertThat(work().lastError())
          .contains(
              "IllegalStateException: stream clicks did not take line 1 in the time of a run");
      assertThat(work().notBefore())
          .contains(fleet.clock.instant().plusSeconds(attempt == 1 ? 30 : 60));
      fullRuns.decrementAndGet();
      fleet.clock.advance(Duration.ofSeconds(66));
      fleet.sweep();
    }
    fleet.drain();
    assertThat(work().state()).isEqualTo(WorkState.DONE);
    assertThat(work().progress().counts()).containsEntry("delivered", 3L);
  }

  @Test
  void noRunWaitsForAStreamThatTakesSomeOfEachRun() {
    AtomicInteger room = new AtomicInteger();
    fleet.withLongestRun(
        () -> {
          room.set(3);
          return time.deadlineAfter(Duration.ofSeconds(2));
        });
    deliverTo(
        entry -> {
          boolean full = room.getAndDecrement() <= 0;
          time.sleep(full ? Duration.ofSeconds(4) : Duration.ZERO);
          return full;
        });
    submit("slow", utf8("x\n".repeat(20)), "raw");
    fleet.drain();
    assertThat(work().state()).isEqualTo(WorkState.DONE);
    assertThat(work().hops()).isEqualTo(7);
    assertThat(work().attempts()).isZero();
    assertThat(fleet.delivered()).hasSize(20);
  }

  /** Three lines of one client arrive, and the next one meets a stream that is not there. */
  @Test
  void whatArrivedBeforeAFailureIsKeptAndClearsTheFailuresBefore() {
    AtomicInteger room = new AtomicInteger();
    deliverTo(
        entry -> {
          if (room.getAndDecrement() == 0) {
            throw ResourceNotFoundException.builder().message("it is gone").build();
          }
          return false;
        });
    submit("broken", utf8(CLICK.repeat(14)), "access-log");
    for (int run = 1; run <= 4; run++) {
      room.set(3);
      fleet.drain();
      assertThat(work().state()).isEqualTo(WorkState.WAITING);
      assertThat(work().attempts()).isEqualTo(1);
      assertThat(work().progress().counts()).containsEntry("delivered", 3L * run);
      fleet.clock.advance(Duration.ofSeconds(31));
      fleet.sweep();
    }
    room.set(3);
    fleet.drain();
    assertThat(work().state()).isEqualTo(WorkState.DONE);
    assertThat(fleet.delivered()).hasSize(14);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theWayToTheCursorIsNoneOfARunsTime(boolean gzip) {
    runs(
        Duration.ofSeconds(2),
        entry -> {
          time.sleep(Duration.ofMillis(1));
          return false;
        });
    readOfS3 = Duration.ofSeconds(3);
    submit("deep", gzip ? SampleLog.gzip(SampleLog.text()) : SampleLog.text(), "raw");
    fleet.drain();
    assertThat(work().state()).as(work().lastError().orElse("")).isEqualTo(WorkState.DONE);
    assertThat(work().hops()).isBetween(3, 6);
    assertThat(fleet.delivered()).hasSize(SampleLog.LINES);
  }

  @Test
  void unpackingThatTakesLongerThanTheFunctionMayRunIsAnAttemptThatSaysSo() {
    fleet.withDeadline(() -> time.deadlineAfter(Duration.ofSeconds(10)));
    deliverTo(
        entry -> {
          time.sleep(Duration.ofSeconds(1));
          readOfS3 = Duration.ofMillis(5_500);
          return false;
        });
    submit("deep.gz", SampleLog.gzip(utf8(CLICK.repeat(12))), "access-log");
    fleet.drain();
    assertThat(work().state()).isEqualTo(WorkState.WAITING);
    assertThat(work().hops()).isEqualTo(2);
    assertThat(work().attempts()).isEqualTo(1);
    assertThat(work().lastError())
        .contains(
            "IllegalStateException: 780 bytes of text are before line 11, and a run has no time to"
                + " unpack them: it came to 0");
  }

  @Test
  void unpackingKeepsTheLeaseHoweverLongItTakes() {
    byte[] line = new byte[4000];
    StringBuilder text = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      random.nextBytes(line);
      text.append(new String(line, StandardCharsets.ISO_8859_1).replace('\n', ' ')).append('\n');
    }
    byte[] content = SampleLog.gzip(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    Fleet.s3().put("logs", "deep.gz", content);
    deliverTo(entry -> false);
    readOfS3 = Duration.ofSeconds(10);
    time.whenWaiting(() -> assertThat(fleet.sweep().answer()).containsEntry("revived", 0L));
    fleet.put(
        """
        {"pk":{"S":"w"},"type":{"S":"lines-to-kinesis"},"state":{"S":"PENDING"},
         "input":{"M":{"object":{"S":"s3://logs/deep.gz"}}},
         "cursor":{"M":{"tag":{"S":"%s"},"length":{"S":"%d"},"gzip":{"S":"true"},
           "offset":{"S":"%d"},"lines":{"S":"2990"}}}}
        """
            .formatted(FakeS3.etag(content), content.length, 2990 * 4001));
    fleet.drain();
    assertThat(work().state()).as(work().lastError().orElse("")).isEqualTo(WorkState.DONE);
    assertThat(work().hops()).isEqualTo(1);
    assertThat(fleet.delivered()).hasSize(10);
    assertThat(time.nanos()).isGreaterThan(Duration.ofSeconds(60).toNanos());
  }

  /** A file of one client is a request for each line. */
  @Test
  void theRequestsOfASliceKeepTheLeaseHoweverManyTheyAre() {
    deliverTo(
        entry -> {
          time.sleep(Duration.ofSeconds(4));
          return false;
        });
    time.whenWaiting(() -> assertThat(fleet.sweep().answer()).containsEntry("revived", 0L));
    submit("client", utf8(CLICK.repeat(25)), "access-log");
    fleet.drain();
    assertThat(work().state()).as(work().lastError().orElse("")).isEqualTo(WorkState.DONE);
    assertThat(work().hops()).isEqualTo(1);
    assertThat(work().attempts()).isZero();
    assertThat(fleet.delivered()).hasSize(25);
  }

  @Test
  void deathInTheMiddleOfASliceCostsAQuarterOfALease() {
    AtomicInteger requests = new AtomicInteger();
    deliverTo(
        entry -> {
          time.sleep(Duration.ofSeconds(1));
          if (requests.incrementAndGet() == 150) {
            throw new AssertionError("the process dies");
          }
          return false;
        });
    submit(
        "client",
        utf8("no click\n" + CLICK.repeat(99) + "nor this\n" + CLICK.repeat(99)),
        "access-log");
    fleet.drain();
    fleet.clock.advance(Duration.ofSeconds(66));
    fleet.sweep();
    fleet.drain();
    assertThat(work().state()).as(work().lastError().orElse("")).isEqualTo(WorkState.DONE);
    assertThat(work().progress().counts())
        .containsEntry("delivered", 198L)
        .containsEntry("rejected", 2L);
    // A lease of 60 seconds is renewed every 15, and the request that died is made again.
    assertThat(requests.get()).isBetween(199, 214);
    assertThat(fleet.delivered().stream().map(KinesisRecord::data).map(String::new).distinct())
        .hasSize(198);
    assertThat(fleet.read(Map.of("operation", "rejected", "id", ID)).toString())
        .contains("number=1,", "number=101,");
  }

  private void runs(Duration longest, Predicate<PutRecordsRequestEntry> refusals) {
    fleet.withLongestRun(() -> time.deadlineAfter(longest));
    deliverTo(refusals);
  }

  private void deliverTo(Predicate<PutRecordsRequestEntry> refusals) {
    FaultyHttpClient slow =
        new FaultyHttpClient(
            Fleet.http(),
            call -> {
              time.sleep(readOfS3);
              return Fault.NONE;
            });
    LinesWorker worker =
        new LinesWorker(
            new ObjectSources(() -> Fleet.s3().client(slow), Optional.empty()),
            List.of(new RawLines(), new AccessLogLines()),
            () ->
                new LineDelivery(
                    new PartialStream(fleet.kinesis(Fleet.http()), refusals),
                    fleet.stream.name(),
                    fleet.table()));
    fleet.withFunction(() -> fleet.workStreamOf(worker));
  }

  private void submit(String key, byte[] content, String format) {
    Fleet.s3().put("logs", key, content);
    fleet.submit(
        new Work(
            ID,
            LinesWorker.TYPE,
            Map.of("object", "s3://logs/" + key, "format", format, "name", "thing")));
  }

  private WorkItem work() {
    return fleet.item(ID);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
