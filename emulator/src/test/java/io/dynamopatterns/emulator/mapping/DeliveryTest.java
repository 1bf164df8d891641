package io.dynamopatterns.emulator.mapping;

import static io.dynamopatterns.emulator.mapping.Fixtures.NOW;
import static io.dynamopatterns.emulator.mapping.Fixtures.change;
import static io.dynamopatterns.emulator.mapping.Fixtures.changes;
import static io.dynamopatterns.emulator.mapping.Fixtures.spec;
import static io.dynamopatterns.emulator.mapping.RecordingInvoker.FAILS;
import static io.dynamopatterns.emulator.mapping.RecordingInvoker.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.mapping.BatchDelivery;
import io.dynamopatterns.mapping.Discard;
import io.dynamopatterns.mapping.Gate;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.MappingStats;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamKind;
import io.dynamopatterns.mapping.StreamSource;
import io.dynamopatterns.mapping.VirtualClock;
import io.dynamopatterns.mapping.function.Invoker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
  private final List<Discard> discards = new ArrayList<>();
  private final VirtualClock clock = new VirtualClock(NOW);

  @Test
  void recordsComeInOrderInBatchesOfTheGivenSize() {
    RecordingInvoker function = RecordingInvoker.succeeding();

    drain(spec().batchSize(3), changes(1, 7), function);

    assertThat(function.batches())
        .containsExactly(List.of("1", "2", "3"), List.of("4", "5", "6"), List.of("7"));
  }

  @Test
  void aPausedDeliveryWaitsBeforeItsInvocation() throws Exception {
    RecordingInvoker function = RecordingInvoker.succeeding();
    Gate gate = new Gate();
    gate.set(false);
    ListSource source = changes(1, 2);
    BatchDelivery delivery =
        new BatchDelivery(
            spec().build(),
            source,
            "s",
            function,
            discards::add,
            MappingPace.virtual(clock),
            new MappingStats(),
            gate);
    List<SourceRecord> batch = source.open(true).getFirst().read(2);
    Thread delivering =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    delivery.deliver(batch);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (delivering.isAlive() && delivering.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(function.batches()).isEmpty();

    gate.set(true);
    delivering.join();

    assertThat(function.batches()).containsExactly(List.of("1", "2"));
  }

  @Test
  void aBatchIsCutAtSixMegabytes() {
    ListSource source = new ListSource(StreamKind.DYNAMODB);
    String filler = "x".repeat(2_500_000);
    IntStream.rangeClosed(1, 5).forEach(i -> source.add("s", change(i, "k" + i, NOW, filler)));
    RecordingInvoker function = RecordingInvoker.succeeding();

    drain(spec(), source, function);

    assertThat(function.batches())
        .containsExactly(List.of("1", "2"), List.of("3", "4"), List.of("5"));
  }

  @Test
  void aFailedBatchIsRetriedWholeAndThenGivenUpAndTheNextOneIsDelivered() {
    RecordingInvoker function = RecordingInvoker.failingOn("2");

    drain(spec().batchSize(3).retries(2), changes(1, 6), function);

    List<String> poisoned = List.of("1", "2", "3");
    assertThat(function.batches())
        .containsExactly(poisoned, poisoned, poisoned, List.of("4", "5", "6"));
    assertThat(discards)
        .singleElement()
        .satisfies(
            discard -> {
              assertThat(sequences(discard)).isEqualTo(poisoned);
              assertThat(discard.condition()).isEqualTo("RetryAttemptsExhausted");
              assertThat(discard.invocations()).isEqualTo(3);
            });
  }

  @Test
  void withoutALimitABatchIsRetriedUntilItSucceeds() {
    int[] calls = {0};
    RecordingInvoker function = new RecordingInvoker(batch -> ++calls[0] < 40 ? FAILS : "{}");

    drain(spec().unlimitedRetries(), changes(1, 2), function);

    assertThat(function.batches()).hasSize(40);
    assertThat(discards).isEmpty();
  }

  @Test
  void retriesAreBackedOff() {
    drain(spec().retries(3), changes(1, 1), RecordingInvoker.failingOn("1"));

    assertThat(Duration.between(NOW, clock.instant())).isEqualTo(Duration.ofMillis(50 + 100 + 200));
  }

  @Test
  void bisectionIsolatesThePoisonRecordAndUsesUpNoRetries() {
    RecordingInvoker function = RecordingInvoker.failingOn("6");

    drain(spec().bisecting().retries(1), changes(1, 8), function);

    assertThat(function.batches())
        .containsExactly(
            List.of("1", "2", "3", "4", "5", "6", "7", "8"),
            List.of("1", "2", "3", "4"),
            List.of("5", "6", "7", "8"),
            List.of("5", "6"),
            List.of("5"),
            List.of("6"),
            List.of("6"),
            List.of("7", "8"));
    assertThat(discards)
        .singleElement()
        .satisfies(d -> assertThat(sequences(d)).containsExactly("6"));
  }

  @Test
  void aPartialFailureRestartsAtTheLowestReportedRecord() {
    int[] calls = {0};
    RecordingInvoker function =
        new RecordingInvoker(batch -> calls[0]++ == 0 ? failed("5", "3", "4") : "{}");

    drain(spec(), changes(1, 5), function);

    assertThat(function.batches())
        .containsExactly(List.of("1", "2", "3", "4", "5"), List.of("3", "4", "5"));
  }

  @Test
  void aPartialFailureWithBisectionRestartsAtTheReportedRecordAndUsesUpNoRetry() {
    RecordingInvoker function =
        new RecordingInvoker(batch -> batch.size() > 1 ? failed(batch.get(1)) : "{}");

    drain(spec().bisecting().retries(0), changes(1, 4), function);

    assertThat(function.batches())
        .containsExactly(
            List.of("1", "2", "3", "4"), List.of("2", "3", "4"), List.of("3", "4"), List.of("4"));
    assertThat(discards).isEmpty();
  }

  @Test
  void aPartialFailureAtTheFirstRecordWithBisectionIsHalved() {
    RecordingInvoker function =
        new RecordingInvoker(batch -> batch.contains("1") ? failed("1") : "{}");

    drain(spec().bisecting().retries(0), changes(1, 4), function);

    assertThat(function.batches())
        .containsExactly(
            List.of("1", "2", "3", "4"),
            List.of("1", "2"),
            List.of("1"),
            List.of("2"),
            List.of("3", "4"));
    assertThat(discards)
        .singleElement()
        .satisfies(d -> assertThat(sequences(d)).containsExactly("1"));
  }

  @Test
  void aPartialFailureWithoutBisectionGivesUpAllFromTheReportedRecordOn() {
    RecordingInvoker function =
        new RecordingInvoker(batch -> batch.contains("3") ? failed("3") : "{}");

    drain(spec().retries(1), changes(1, 5), function);

    assertThat(function.batches())
        .containsExactly(List.of("1", "2", "3", "4", "5"), List.of("3", "4", "5"));
    assertThat(discards)
        .singleElement()
        .satisfies(d -> assertThat(sequences(d)).containsExactly("3", "4", "5"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"wrongName\":\"2\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"2\"},{\"itemIdentifier\":\"99\"}]}",
        "\"done\"",
        "not json"
      })
  void anIdentifierThatNamesNoRecordFailsTheWholeBatch(String answer) {
    int[] calls = {0};
    RecordingInvoker function = new RecordingInvoker(batch -> calls[0]++ == 0 ? answer : "{}");

    drain(spec(), changes(1, 3), function);

    assertThat(function.batches()).containsExactly(List.of("1", "2", "3"), List.of("1", "2", "3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "{}", "{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}"})
  void anEmptyAnswerIsSuccess(String answer) {
    RecordingInvoker function = new RecordingInvoker(batch -> answer);

    drain(spec(), changes(1, 3), function);

    assertThat(function.batches()).containsExactly(List.of("1", "2", "3"));
  }

  @Test
  void reportedFailuresAreIgnoredWhereTheMappingDoesNotAskForThem() {
    RecordingInvoker function = new RecordingInvoker(batch -> failed("1"));

    drain(spec().withoutPartialFailures(), changes(1, 3), function);

    assertThat(function.batches()).hasSize(1);
    assertThat(discards).isEmpty();
  }

  @Test
  void recordsBeyondTheMaximumAgeAreGivenUpWithoutAnInvocation() {
    ListSource source =
        new ListSource(StreamKind.DYNAMODB)
            .add("s", change(1, "a", NOW.minusSeconds(61), ""))
            .add("s", change(2, "b", NOW.minusSeconds(59), ""));
    RecordingInvoker function = RecordingInvoker.succeeding();

    drain(spec().age(Duration.ofSeconds(60)), source, function);

    assertThat(function.batches()).containsExactly(List.of("2"));
    assertThat(discards)
        .singleElement()
        .satisfies(
            d -> {
              assertThat(sequences(d)).containsExactly("1");
              assertThat(d.condition()).isEqualTo("RecordAgeExceeded");
            });
  }

  @Test
  void aRecordThatAgesWhileItIsRetriedIsGivenUp() {
    RecordingInvoker function = RecordingInvoker.failingOn("1");

    drain(spec().unlimitedRetries().age(Duration.ofSeconds(10)), changes(1, 1), function);

    assertThat(discards)
        .singleElement()
        .extracting(Discard::condition)
        .isEqualTo("RecordAgeExceeded");
    assertThat(function.batches()).hasSizeBetween(10, 20);
  }

  @Test
  void everyRecordIsDeliveredOrGivenUpInTheOrderOfItsShardWhateverFails() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<String> taken = new ArrayList<>();
      RecordingInvoker function =
          new RecordingInvoker(
              batch -> {
                int done = random.nextInt(batch.size() + 1);
                if (random.nextInt(3) == 0) {
                  return FAILS;
                }
                taken.addAll(batch.subList(0, done));
                return done == batch.size() ? "{}" : failed(batch.get(done));
              });
      discards.clear();
      Fixtures.Spec spec = spec().batchSize(1 + random.nextInt(12)).retries(random.nextInt(4));
      drain(random.nextBoolean() ? spec.bisecting() : spec, changes(1, 40), function);

      Set<String> settled = new HashSet<>(taken);
      discards.forEach(d -> settled.addAll(sequences(d)));
      assertThat(settled).as("seed " + seed).hasSize(40);
      assertThat(taken.stream().map(Integer::valueOf)).as("seed " + seed).isSorted();
    }
  }

  private void drain(Fixtures.Spec spec, StreamSource source, Invoker function) {
    try (EventSourceMapping mapping =
        new EventSourceMapping(
            spec.build(), source, function, discards::add, MappingPace.virtual(clock))) {
      mapping.drain();
      assertThat(mapping.stats().pending()).isZero();
    }
  }

  private static List<String> sequences(Discard discard) {
    return discard.records().stream().map(SourceRecord::sequenceNumber).toList();
  }
}
