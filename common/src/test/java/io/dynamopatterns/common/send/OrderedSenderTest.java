package io.dynamopatterns.common.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.PassingTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

class OrderedSenderTest {
  private static final Backoff QUICK = new Backoff(40, Duration.ZERO, Duration.ZERO);
  private static final int MEGABYTE = 1024 * 1024;

  private final List<String> refused = new ArrayList<>();

  @Property(tries = 150)
  void whateverIsRefusedEveryKeysRecordsArriveInTheirOrder(
      @ForAll @IntRange(min = 0, max = 1500) int records,
      @ForAll @IntRange(min = 1, max = 400) int keys,
      @ForAll @DoubleRange(min = 0, max = 0.6) double refusals,
      @ForAll long seed) {
    Stream stream = new Stream(new Random(seed), refusals);
    Random random = new Random(~seed);
    List<StreamRecord> all =
        IntStream.rangeClosed(1, records)
            .mapToObj(number -> outgoing(number, "key-" + random.nextInt(keys), 20))
            .toList();
    assertThat(put(stream, all)).isEmpty();
    assertThat(stream.stored).hasSize(records);
    Map<String, Long> last = new HashMap<>();
    stream.stored.forEach(
        stored ->
            assertThat(last.put(stored.partitionKey(), Stream.number(stored)))
                .satisfiesAnyOf(
                    before -> assertThat(before).isNull(),
                    before -> assertThat(before).isLessThan(Stream.number(stored))));
  }

  @Property(tries = 50)
  void atTheDeadlineItReturnsWhatIsLeftInItsOrder(
      @ForAll @IntRange(min = 1, max = 30) int requests, @ForAll long seed) {
    Stream stream = new Stream(new Random(seed), 0.3);
    List<StreamRecord> all =
        IntStream.rangeClosed(1, 300).mapToObj(n -> outgoing(n, "key-" + n % 7, 20)).toList();
    List<StreamRecord> left =
        sender(stream).send(all, stream.deadlineAfter(requests), this::refuse).leftOrThrow();
    Set<Long> delivered = new HashSet<>(stream.stored.stream().map(Stream::number).toList());
    assertThat(left)
        .containsExactlyElementsOf(
            all.stream().filter(record -> !delivered.contains(record.number())).toList());
  }

  @Test
  void aRefusalThatItsCallerCouldNotTakeInIsReportedAgain() {
    Stream stream = new Stream(new Random(1), 0);
    List<Long> reported = new ArrayList<>();
    List<StreamRecord> left =
        sender(stream)
            .send(
                List.of(outgoing(7, "a", KinesisStream.MAX_RECORD_BYTES + 1), outgoing(8, "a", 20)),
                Deadline.after(Duration.ofMinutes(1)),
                (record, reason) -> {
                  reported.add(record.number());
                  if (reported.size() == 1) {
                    throw SdkClientException.create("not stored");
                  }
                })
            .leftOrThrow();
    assertThat(reported).containsExactly(7L, 7L);
    assertThat(left).isEmpty();
    assertThat(stream.stored).extracting(Stream::number).containsExactly(8L);
  }

  @Test
  void differentKeysGoInFullRequests() {
    Stream stream = new Stream(new Random(1), 0);
    put(stream, ofKeys(1200));
    assertThat(stream.requests).containsExactly(500, 500, 200);
  }

  @Test
  void requestsStayBelowFiveMegabytesAndLargeRecordsGoAlone() {
    Stream stream = new Stream(new Random(1), 0);
    put(
        stream,
        List.of(
            outgoing(1, "a", MEGABYTE - 10),
            outgoing(2, "b", MEGABYTE - 10),
            outgoing(3, "c", 9 * MEGABYTE),
            outgoing(4, "d", MEGABYTE - 10),
            outgoing(5, "e", MEGABYTE - 10),
            outgoing(6, "f", MEGABYTE - 10),
            outgoing(7, "g", MEGABYTE - 10),
            outgoing(8, "h", MEGABYTE - 10),
            outgoing(9, "i", MEGABYTE - 10)));
    assertThat(stream.requests).containsExactly(2, 1, 5, 1);
  }

  /** Sizes are with the key, of one letter here. */
  @Test
  void recordsOfAMegabyteShareRequestsAndFillThemToTheLastByte() {
    Stream stream = new Stream(new Random(1), 0);
    List<StreamRecord> records =
        IntStream.range(0, 6)
            .mapToObj(n -> outgoing(n, Integer.toString(n), MEGABYTE - 1))
            .toList();

    put(stream, records);

    assertThat(stream.requests).containsExactly(5, 1);
  }

  @Test
  void aLargeRecordThatTheStreamRefusesIsReportedAndDoesNotBlock() {
    Stream stream = new Stream(new Random(1), 0);
    stream.maxRecord = 2 * MEGABYTE;
    assertThat(
            put(
                stream,
                List.of(
                    outgoing(1, "a", 20), outgoing(2, "a", 3 * MEGABYTE), outgoing(3, "a", 20))))
        .isEmpty();
    assertThat(refused).containsExactly("2: too large for this stream");
    assertThat(stream.stored).extracting(Stream::number).containsExactly(1L, 3L);
  }

  @Test
  void aRecordLargerThanTheServiceTakesIsReportedAndNotSent() {
    Stream stream = new Stream(new Random(1), 0);
    assertThat(put(stream, List.of(outgoing(1, "a", 10 * MEGABYTE), outgoing(2, "a", 20))))
        .isEmpty();
    assertThat(refused)
        .containsExactly("1: it has 10485761 bytes, and stream clicks takes 10485760");
    assertThat(stream.requests).containsExactly(1);
  }

  @Test
  void aRecordAsLargeAsTheServiceTakesIsSent() {
    Stream stream = new Stream(new Random(1), 0);
    put(stream, List.of(outgoing(1, "a", 10 * MEGABYTE - 1)));
    assertThat(stream.stored).hasSize(1);
    assertThat(refused).isEmpty();
  }

  @Test
  void onlyARecordAboveAMegabyteMayBeRefusedForItsSize() {
    Stream stream = new Stream(new Random(1), 0);
    stream.failures.add(error("ValidationException", 400));
    put(stream, List.of(outgoing(1, "a", MEGABYTE)));
    assertThat(refused).hasSize(1);

    for (KinesisException fault :
        List.of(error("ValidationException", 400), error("AccessDeniedException", 400))) {
      int size = fault.awsErrorDetails().errorCode().startsWith("V") ? MEGABYTE - 1 : MEGABYTE;
      stream.failures.add(fault);
      assertThatThrownBy(() -> put(stream, List.of(outgoing(1, "a", size)))).isSameAs(fault);
    }
    assertThat(refused).hasSize(1);
  }

  /** A caller that saves it need not send those again when the process dies. */
  @Test
  void afterEachRequestTheCallerLearnsTheFirstThatHasNotArrived() {
    Stream stream = new Stream(new Random(1), 0);
    List<StreamRecord> all =
        List.of(
            outgoing(1, "a", 20), outgoing(2, "a", 20), outgoing(3, "b", 20), outgoing(4, "a", 20));
    List<Long> reached = new ArrayList<>();

    sender(stream).send(all, ample(), this::refuse, first -> reached.add(first.number()));

    assertThat(reached).containsExactly(2L, 4L);
  }

  @Test
  void aStreamThatTakesNothingIsGivenUpWithItsReasonAndWhatIsLeft() {
    Stream stream = new Stream(new Random(1), 1);
    List<StreamRecord> all = List.of(outgoing(1, "a", 20), outgoing(2, "a", 20));
    OrderedSender.Outcome<StreamRecord> outcome = sender(stream).send(all, ample(), this::refuse);
    assertThat(outcome.left()).isEqualTo(all);
    assertThatThrownBy(outcome::leftOrThrow)
        .hasMessage(
            "stream clicks takes no messages: ProvisionedThroughputExceededException: Rate exceeded");
    assertThat(stream.requests).hasSize(40);
  }

  /** A sender that is interrupted while it pauses says so, and sends nothing more. */
  @Test
  void afterAPartialFailureItPauses() {
    Stream stream = new Stream(new Random(1), 0.5);
    stream.afterRequest = Thread.currentThread()::interrupt;
    assertThatThrownBy(() -> put(stream, ofKeys(100))).hasMessage("interrupted during a pause");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stream.requests).containsExactly(100);
    assertThat(stream.stored).hasSizeBetween(1, 99);
  }

  @Test
  @Timeout(60)
  void itPausesAfterFailuresOnlyAndNeverBeyondTheDeadline() {
    Backoff hours = new Backoff(40, Duration.ofHours(9), Duration.ofHours(9));
    Stream whole = new Stream(new Random(1), 0);
    assertThat(
            new OrderedSender<>(new KinesisStream(whole, "clicks"), hours)
                .send(ofKeys(1200), ample(), this::refuse)
                .leftOrThrow())
        .isEmpty();

    Stream partial = new Stream(new Random(1), 0.5);
    assertThat(
            new OrderedSender<>(new KinesisStream(partial, "clicks"), hours)
                .send(ofKeys(1200), partial.deadlineAfter(1), this::refuse)
                .leftOrThrow())
        .hasSize(1200 - partial.stored.size());
    assertThat(partial.requests).containsExactly(500);
  }

  @Test
  void theSizesOfMessagesThatWaitForAnotherOfTheirKeyAreNotAskedFor() {
    AtomicInteger asked = new AtomicInteger();
    Target<Keyed> target = new Willing();
    List<Keyed> all =
        IntStream.range(0, 100)
            .<Keyed>mapToObj(
                number ->
                    new Keyed() {
                      @Override
                      public long number() {
                        return number;
                      }

                      @Override
                      public String key() {
                        return "hot";
                      }

                      @Override
                      public int size() {
                        asked.incrementAndGet();
                        return 20;
                      }
                    })
            .toList();
    new OrderedSender<>(target, QUICK).send(all, ample(), (message, reason) -> {}).leftOrThrow();
    // Once when its request is made, and once when that is sent.
    assertThat(asked).hasValue(200);
  }

  @Test
  void lostConnectionsAreTriedAgainAndFaultsOfTheSetUpAreNot() {
    Stream stream = new Stream(new Random(1), 0);
    stream.failures =
        new ArrayList<>(
            List.of(
                SdkClientException.create("connection reset"),
                error("InternalFailure", 500),
                error("ThrottlingException", 400),
                error("KMSThrottlingException", 400)));
    put(stream, List.of(outgoing(1, "a", 20)));
    assertThat(stream.stored).hasSize(1);
    stream.failures.add(error("ResourceNotFoundException", 400));
    List<StreamRecord> all = List.of(outgoing(2, "a", 20));
    OrderedSender.Outcome<StreamRecord> outcome = sender(stream).send(all, ample(), this::refuse);
    assertThat(outcome.left()).isEqualTo(all);
    assertThatThrownBy(outcome::leftOrThrow).hasMessageContaining("ResourceNotFoundException");
  }

  /** It passes only in pauses. */
  private static Deadline ample() {
    return new PassingTime().deadline(Duration.ofHours(1));
  }

  /** Messages, each with its own key. */
  private static List<StreamRecord> ofKeys(int records) {
    return IntStream.rangeClosed(1, records).mapToObj(n -> outgoing(n, "key-" + n, 20)).toList();
  }

  private List<StreamRecord> put(Stream stream, List<StreamRecord> records) {
    return sender(stream).send(records, ample(), this::refuse).leftOrThrow();
  }

  private static OrderedSender<StreamRecord> sender(Stream stream) {
    return new OrderedSender<>(new KinesisStream(stream, "clicks"), QUICK);
  }

  private void refuse(StreamRecord record, String reason) {
    refused.add(record.number() + ": " + reason);
  }

  private static KinesisException error(String code, int status) {
    return (KinesisException)
        KinesisException.builder()
            .message(code)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .statusCode(status)
            .build();
  }

  private static StreamRecord outgoing(long number, String key, int size) {
    byte[] data = new byte[size];
    byte[] text = Long.toString(number).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, data, 0, text.length);
    return new StreamRecord(number, key, data);
  }

  /** Takes everything. */
  private static final class Willing implements Target<Keyed> {
    @Override
    public String name() {
      return "target";
    }

    @Override
    public Limits limits() {
      return new Limits(10, MEGABYTE, MEGABYTE, MEGABYTE);
    }

    @Override
    public List<Result> send(List<Keyed> messages, Deadline deadline) {
      return messages.stream().<Result>map(message -> new Result.Taken()).toList();
    }
  }

  /** A stream that refuses a share of all records, each for itself, as the service may. */
  private static final class Stream implements KinesisClient {
    private final Random random;
    private final double refusals;
    private final List<PutRecordsRequestEntry> stored = new ArrayList<>();
    private final List<Integer> requests = new ArrayList<>();
    private int maxRecord = KinesisStream.MAX_RECORD_BYTES;
    private List<RuntimeException> failures = new ArrayList<>();
    private Runnable afterRequest = () -> {};

    Stream(Random random, double refusals) {
      this.random = random;
      this.refusals = refusals;
    }

    /** A deadline that has passed after this many requests. */
    Deadline deadlineAfter(int allowed) {
      return Deadline.of(() -> requests.size() < allowed ? 300_000 : 0);
    }

    static long number(PutRecordsRequestEntry entry) {
      return Long.parseLong(
          new String(entry.data().asByteArrayUnsafe(), 0, 10, StandardCharsets.UTF_8).trim());
    }

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
      requests.add(request.records().size());
      if (!failures.isEmpty()) {
        throw failures.removeFirst();
      }
      if (request.records().stream()
          .anyMatch(r -> r.data().asByteArrayUnsafe().length > maxRecord)) {
        throw InvalidArgumentException.builder()
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("InvalidArgumentException")
                    .errorMessage("too large for this stream")
                    .build())
            .statusCode(400)
            .build();
      }
      List<PutRecordsResultEntry> results = new ArrayList<>();
      for (PutRecordsRequestEntry entry : request.records()) {
        if (random.nextDouble() < refusals) {
          results.add(
              PutRecordsResultEntry.builder()
                  .errorCode("ProvisionedThroughputExceededException")
                  .errorMessage("Rate exceeded")
                  .build());
        } else {
          stored.add(entry);
          results.add(PutRecordsResultEntry.builder().sequenceNumber("1").build());
        }
      }
      afterRequest.run();
      return PutRecordsResponse.builder().records(results).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}
