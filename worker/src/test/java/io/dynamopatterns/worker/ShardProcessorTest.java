package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.Discard;
import io.dynamopatterns.mapping.FailureDestination;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.MappingStats;
import io.dynamopatterns.mapping.StreamKind;
import io.dynamopatterns.mapping.function.InvocationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.exceptions.ThrottlingException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

@Timeout(60)
class ShardProcessorTest {
  private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks";
  private static final String TAKEN = "{\"batchItemFailures\":[]}";
  private static final String NOTHING_TAKEN = "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}";
  private static final Duration BLOCKED = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Checkpoints checkpoints = new Checkpoints();
  private final List<List<String>> invocations = Collections.synchronizedList(new ArrayList<>());
  private final List<Discard> discarded = Collections.synchronizedList(new ArrayList<>());
  private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
  private final ShardLag lag = new ShardLag(Clock.systemUTC());
  private final MappingStats stats = new MappingStats();
  private final CountDownLatch invoked = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private volatile boolean leaseHeld = true;
  private volatile boolean ending;
  private FailureDestination onFailure = discarded::add;
  private Duration release = PATIENCE;
  private Function function = sequences -> TAKEN;
  private ShardProcessor processor;

  /** What the function under test answers to the sequence numbers of a batch. */
  private interface Function {
    String answer(List<String> sequences) throws InvocationException;
  }

  @AfterEach
  void stop() {
    answer.countDown();
    processor.leaseLost(LeaseLostInput.builder().build());
  }

  @Test
  void recordsAreDeliveredInOrderAndInBatches() {
    start(1, 20);

    processor.processRecords(input(1, 25));
    end();

    assertThat(invocations).containsExactly(sequences(1, 10), sequences(11, 20), sequences(21, 25));
    assertThat(lag.shards()).isZero();
  }

  @Test
  void aCheckpointIsStoredAfterTheAnswerAndNeverBefore() throws Exception {
    function = this::blocked;
    start(1, 20);

    processor.processRecords(input(1, 10));
    invoked.await();
    processor.processRecords(input(1, 0));
    assertThat(checkpoints.written).isEmpty();

    answer.countDown();
    processor.shutdownRequested(shutdown());
    assertThat(checkpoints.written).containsExactly("10");
  }

  @Test
  void aCheckpointIsTheSequenceNumberAsTheStreamWritesIt() {
    start(1, 20);
    processor.processRecords(input(List.of(record("000000000000000000051", Instant.now()))));
    end();
    processor.shutdownRequested(shutdown());

    assertThat(checkpoints.written).contains(Checkpoints.END, "000000000000000000051");
  }

  @Test
  void theEndOfAParentIsStoredAfterItsLastAnswerSoThatChildrenWait() throws Exception {
    function = this::blocked;
    start(1, 20);
    processor.processRecords(input(1, 10));
    invoked.await();

    Thread ender = Thread.ofPlatform().start(this::end);
    assertThat(ender.join(BLOCKED)).as("the shard ended before the answer").isFalse();
    assertThat(checkpoints.written).doesNotContain(Checkpoints.END);

    answer.countDown();
    assertThat(ender.join(PATIENCE)).isTrue();
    assertThat(checkpoints.written).endsWith(Checkpoints.END);
  }

  @Test
  void whileTheEndOfAShardWaitsWhatIsAnsweredIsStored() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    function = sequences -> sequences.contains("1") ? after(ended) : blocked(sequences);
    start(1, 20);
    processor.processRecords(input(1, 20));

    Thread ender = Thread.ofPlatform().start(this::end);
    ended.countDown();
    invoked.await();
    while (checkpoints.written.isEmpty()) {
      Thread.sleep(1);
    }
    assertThat(checkpoints.written).containsExactly("10");

    answer.countDown();
    assertThat(ender.join(PATIENCE)).isTrue();
    assertThat(checkpoints.written).endsWith(Checkpoints.END);
  }

  @Test
  void theEndOfAShardIsNotStoredWhenTheEndingProcessDidNotTakeItsLastRecords() {
    start(1, 20);
    ending = true;

    processor.processRecords(input(1, 10));
    end();

    assertThat(invocations).isEmpty();
    assertThat(checkpoints.written).isEmpty();
  }

  @Test
  void nothingAfterAFailedRecordIsDeliveredOrStoredBeforeIt() {
    function =
        sequences -> {
          if (invocations.size() == 1) {
            return "{\"batchItemFailures\":[{\"itemIdentifier\":\"7\"},{\"itemIdentifier\":\"4\"}]}";
          }
          assertThat(checkpoints.written).isEmpty();
          return TAKEN;
        };
    start(1, 20);

    processor.processRecords(input(1, 12));
    end();

    assertThat(invocations).containsExactly(sequences(1, 10), sequences(4, 10), sequences(11, 12));
  }

  @Test
  void recordsThatFailForGoodAreInTheirDestinationBeforeACheckpointPassesThem() {
    function =
        sequences -> {
          if (sequences.contains("3")) {
            throw new InvocationException("no", new IllegalStateException("poison"));
          }
          return TAKEN;
        };
    onFailure =
        discard -> {
          assertThat(checkpoints.written).isEmpty();
          discarded.add(discard);
        };
    start(1, 0);

    processor.processRecords(input(1, 5));
    end();

    assertThat(discarded).hasSize(1);
    assertThat(discarded.getFirst().withPayload().get("payload").asText())
        .contains("\"sequenceNumber\":\"3\"");
    assertThat(discarded.getFirst().toJson().at("/requestContext/functionArn").asText())
        .isEqualTo("arn:aws:lambda:eu-west-1:123456789012:function:function");
    assertThat(invocations).contains(sequences(4, 5));
    assertThat(checkpoints.written).endsWith(Checkpoints.END);
    assertThat(faults).isEmpty();
  }

  @Test
  void recordsThatNoDestinationTakesEndTheProcessAndNoCheckpointPassesThem() throws Exception {
    function = sequences -> NOTHING_TAKEN;
    onFailure =
        discard -> {
          throw new IllegalStateException("the destination does not exist");
        };
    start(1, 0);

    processor.processRecords(input(1, 1));
    end();
    processor.processRecords(input(2, 2));

    assertThat(faults).hasSize(1);
    assertThat(invocations).containsExactly(sequences(1, 1));
    assertThat(checkpoints.written).isEmpty();
  }

  @Test
  void aWorkerThatLostTheLeaseInvokesDiscardsAndStoresNothingMore() {
    function =
        sequences -> {
          leaseHeld = false;
          return NOTHING_TAKEN;
        };
    start(1, 0);

    processor.processRecords(input(1, 10));
    end();
    processor.processRecords(input(11, 20));

    assertThat(invocations).hasSize(1);
    assertThat(discarded).isEmpty();
    assertThat(checkpoints.written).isEmpty();
    assertThat(faults).isEmpty();
  }

  @Test
  void aCheckpointThatTheLeaseTableRefusesEndsTheShard() {
    start(1, 20);
    checkpoints.failures.add(new ShutdownException("another worker holds the lease"));
    processor.processRecords(input(1, 10));
    end();

    processor.processRecords(input(11, 20));

    assertThat(invocations).containsExactly(sequences(1, 10));
    assertThat(checkpoints.written).isEmpty();
  }

  @Test
  void aCheckpointThatIsThrottledIsStoredLater() {
    checkpoints.failures.add(new ThrottlingException("busy"));
    start(1, 20);

    processor.processRecords(input(1, 3));
    end();

    assertThat(checkpoints.written).endsWith(Checkpoints.END);
    assertThat(faults).isEmpty();
  }

  @Test
  void aCheckpointThatMeetsANetworkErrorIsStoredLater() {
    checkpoints.failures.add(new RuntimeException(SdkClientException.create("connection reset")));
    start(1, 20);

    processor.processRecords(input(1, 3));
    end();

    assertThat(checkpoints.written).endsWith(Checkpoints.END);
    assertThat(faults).isEmpty();
  }

  @Test
  void aCheckpointThatFailsForAnotherReasonEndsTheProcess() {
    checkpoints.failures.add(new IllegalArgumentException("not a sequence number"));
    start(1, 20);

    processor.processRecords(input(1, 3));
    end();

    assertThat(faults).hasSize(1);
    assertThat(checkpoints.written).isEmpty();
  }

  @Test
  void aRecordThatCannotBeConvertedEndsTheProcessAndNoCheckpointPassesIt() {
    start(1, 20);

    processor.processRecords(input(List.of(record("1", null))));
    processor.processRecords(input(2, 3));
    end();

    assertThat(faults).hasSize(1);
    assertThat(invocations).isEmpty();
    assertThat(checkpoints.written).isEmpty();
  }

  @Test
  void aRecordThatHangsIsInterruptedAndReachesTheFailureDestination() {
    HostedFunction hosted =
        HostedFunctionTest.hosted(HostedFunctionTest.Endless.class, BLOCKED, System::nanoTime);
    function = sequences -> sequences.contains("1") ? hosted.invoke("{}") : TAKEN;
    start(1, 0);

    processor.processRecords(input(1, 2));
    end();

    assertThat(discarded).hasSize(1);
    assertThat(discarded.getFirst().records()).hasSize(1);
    assertThat(discarded.getFirst().error()).contains("timed out");
    assertThat(invocations).contains(sequences(2, 2));
    assertThat(faults).isEmpty();
    assertThat(checkpoints.written).endsWith(Checkpoints.END);
  }

  @Test
  @Timeout(30)
  void aLaneThatIsInterruptedAndNotStoppedEndsTheProcess() throws Exception {
    function =
        sequences -> {
          Thread.currentThread().interrupt();
          return TAKEN;
        };
    start(1, 20);

    processor.processRecords(input(1, 10));
    while (faults.isEmpty()) {
      Thread.sleep(1);
    }

    assertThat(faults.getFirst()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void aShardThatIsNotDeliveredWhileItsLeaseIsRenewedEndsTheProcess() {
    release = Duration.ZERO;
    function =
        sequences -> {
          leaseHeld = false;
          return NOTHING_TAKEN;
        };
    start(1, 0);
    processor.processRecords(input(1, 10));
    end();
    leaseHeld = true;

    processor.processRecords(input(11, 20));

    assertThat(faults.getFirst()).hasMessageContaining("shard-1 is not delivered any more");
    assertThat(checkpoints.written).isEmpty();
  }

  @Test
  void theLagIsTheAgeOfTheOldestRecordThatIsNotAnswered() throws Exception {
    function = this::blocked;
    start(1, 20);

    processor.processRecords(input(List.of(record("1", Instant.now().minus(Duration.ofHours(1))))));
    invoked.await();

    assertThat(lag.longest()).isGreaterThanOrEqualTo(Duration.ofHours(1));
  }

  @Test
  void anEndingProcessWaitsForTheAnswerStoresItAndInvokesNothingMore() throws Exception {
    function = this::blocked;
    start(1, 20);
    processor.processRecords(input(1, 25));
    invoked.await();

    Thread shutdown = Thread.ofPlatform().start(() -> processor.shutdownRequested(shutdown()));
    assertThat(shutdown.join(BLOCKED)).as("the shutdown did not wait").isFalse();
    answer.countDown();
    assertThat(shutdown.join(PATIENCE)).isTrue();

    assertThat(invocations).containsExactly(sequences(1, 10));
    assertThat(checkpoints.written).containsExactly("10");
  }

  @Test
  void recordsAreReadNoFasterThanTheyAreAnswered() throws Exception {
    function = this::blocked;
    start(1, 20);

    Thread feeder =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int first = 1; first < 5000; first += 1000) {
                    processor.processRecords(input(first, first + 999));
                  }
                });
    invoked.await();
    assertThat(feeder.join(BLOCKED)).as("all was read while nothing was answered").isFalse();
    assertThat(stats.pending()).isLessThanOrEqualTo(3000);

    answer.countDown();
    assertThat(feeder.join(PATIENCE)).isTrue();
    end();
    assertThat(stats.delivered()).isEqualTo(5000);
  }

  @Test
  void inSeveralLanesRecordsOfOneKeyStayInOrder() {
    start(4, 20);

    processor.processRecords(input(1, 400));
    end();

    List<String> delivered = invocations.stream().flatMap(List::stream).toList();
    assertThat(delivered).hasSize(400);
    for (int key = 0; key < 5; key++) {
      int rest = key;
      assertThat(delivered.stream().map(Integer::valueOf).filter(n -> n % 5 == rest)).isSorted();
    }
    assertThat(checkpoints.written).endsWith(Checkpoints.END);
  }

  @Test
  void aFastLaneDoesNotMoveTheCheckpointPastTheUnansweredRecordsOfASlowOne() throws Exception {
    function = sequences -> sequences.contains("1") ? blocked(sequences) : TAKEN;
    start(4, 20);

    processor.processRecords(input(1, 10));
    invoked.await();
    while (stats.delivered() == 0) {
      Thread.sleep(1);
    }
    processor.processRecords(input(1, 0));
    assertThat(checkpoints.written).isEmpty();

    answer.countDown();
    end();
    assertThat(checkpoints.written).endsWith(Checkpoints.END);
  }

  @Test
  void theEndOfAShardIsReachedAlsoWhenRecordsOfItAreReadTwice() {
    start(1, 20);

    processor.processRecords(input(1, 20));
    processor.processRecords(input(1, 5));
    end();

    assertThat(invocations).containsExactly(sequences(1, 10), sequences(11, 20));
    assertThat(checkpoints.written).endsWith(Checkpoints.END);
    assertThat(faults).isEmpty();
  }

  private String blocked(List<String> sequences) {
    invoked.countDown();
    return after(answer);
  }

  private static String after(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return TAKEN;
  }

  private void end() {
    processor.shardEnded(
        ShardEndedInput.builder().checkpointer(checkpoints.checkpointer()).build());
  }

  private ShutdownRequestedInput shutdown() {
    return ShutdownRequestedInput.builder().checkpointer(checkpoints.checkpointer()).build();
  }

  private void start(int lanes, int retries) {
    MappingSpec mapping =
        new MappingSpec(
            "test",
            new MappingSpec.KinesisStream("clicks", ARN),
            "function",
            10,
            Duration.ZERO,
            lanes,
            Optional.of(retries),
            Optional.empty(),
            true,
            true,
            List.of(),
            Optional.empty(),
            true,
            true);
    processor =
        new ShardProcessor(
            shardId ->
                new ShardDelivery(
                    mapping,
                    StreamKind.KINESIS,
                    shardId,
                    () -> leaseHeld,
                    this::invoke,
                    discard -> onFailure.accept(discard),
                    stats,
                    faults::add),
            new LambdaRecords(ARN),
            lag,
            PATIENCE,
            release,
            () -> ending,
            faults::add);
    processor.initialize(
        InitializationInput.builder()
            .shardId("shard-1")
            .extendedSequenceNumber(ExtendedSequenceNumber.TRIM_HORIZON)
            .build());
  }

  private String invoke(String event) throws InvocationException {
    try {
      List<String> sequences = new ArrayList<>();
      for (JsonNode record : JSON.readTree(event).get("Records")) {
        sequences.add(record.at("/kinesis/sequenceNumber").asText());
      }
      invocations.add(sequences);
      return function.answer(sequences);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessRecordsInput input(int first, int last) {
    return input(
        IntStream.rangeClosed(first, last)
            .mapToObj(sequence -> record(String.valueOf(sequence), Instant.now()))
            .toList());
  }

  private ProcessRecordsInput input(List<KinesisClientRecord> records) {
    return ProcessRecordsInput.builder()
        .records(records)
        .millisBehindLatest(7_000L)
        .checkpointer(checkpoints.checkpointer())
        .build();
  }

  private static KinesisClientRecord record(String sequence, Instant arrived) {
    return KinesisClientRecord.builder()
        .sequenceNumber(sequence)
        .partitionKey("key-" + Integer.parseInt(sequence) % 5)
        .approximateArrivalTimestamp(arrived)
        .data(ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  private static List<String> sequences(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
  }
}
