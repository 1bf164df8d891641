package io.dynamopatterns.common.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.ItemCodec;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.emulator.faults.Killed;
import io.micronaut.core.annotation.Introspected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What every table guarantees: of DynamoDB Local, and of the model in memory. */
abstract class OnceContract {
  private static final Duration RETENTION = Duration.ofDays(14);
  private static final String ID = "order-1";

  private final AtomicInteger runs = new AtomicInteger();
  private Instant now = Instant.parse("2026-11-20T10:00:00Z");
  final String table = "steps-" + UUID.randomUUID().toString().substring(0, 8);

  @Introspected
  record Receipt(int number) {}

  /** A client without faults. */
  abstract DynamoDbClient client();

  abstract DynamoDbClient client(FaultyHttpClient http);

  /** A connection with its faults below the SDK's retries. */
  abstract FaultyHttpClient http(FaultScript script);

  @Test
  void repeatGetsTheStoredAnswerAndRunsNothing() {
    assertThat(run(once())).isEqualTo(new OnceOutcome.Done<>(new Receipt(1), true));
    assertThat(run(once())).isEqualTo(new OnceOutcome.Done<>(new Receipt(1), false));
    assertThat(runs).hasValue(1);
  }

  @Test
  void firstRunCostsTwoWritesAndARepeatOne() {
    FaultyHttpClient http = http(FaultScript.none());
    Once<Receipt> once = once(http);

    run(once);
    assertThat(http.calls()).hasSize(2);
    run(once);
    assertThat(http.calls()).hasSize(3);
  }

  /** The first call is lost on its way back, the second is, or both are. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void stepRunsOnceWhenAnswersOfDynamoDbAreLost(int lost) {
    Once<Receipt> lossy =
        once(
            http(
                call ->
                    call.nthWrite() == lost || lost == 3 && call.nthWrite() % 2 == 1
                        ? Fault.DROP_ANSWER
                        : Fault.NONE));

    assertThat(run(lossy)).isEqualTo(new OnceOutcome.Done<>(new Receipt(1), true));
    assertThat(run(once())).isEqualTo(new OnceOutcome.Done<>(new Receipt(1), false));
    assertThat(runs).hasValue(1);
  }

  @Test
  void oneOfManyCallsAtOnceRunsTheStep() throws Exception {
    CountDownLatch inStep = new CountDownLatch(1);
    CountDownLatch othersDone = new CountDownLatch(1);
    List<OnceOutcome<Receipt>> others = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<OnceOutcome<Receipt>> first =
          threads.submit(
              () ->
                  once()
                      .run(
                          ID,
                          minute(),
                          () -> {
                            inStep.countDown();
                            await(othersDone);
                            return receipt();
                          }));
      inStep.await();
      for (int i = 0; i < 5; i++) {
        others.add(run(once()));
      }
      othersDone.countDown();

      assertThat(first.get()).isEqualTo(new OnceOutcome.Done<>(new Receipt(1), true));
    }
    assertThat(others).hasOnlyElementsOfType(OnceOutcome.InProgress.class);
    assertThatExceptionOfType(StepInProgressException.class)
        .isThrownBy(others.getFirst()::orElseThrow)
        .withMessageContaining("another run of the same step is under way, until 2026-11-20T10:01");
    assertThat(runs).hasValue(1);
  }

  @Test
  void stepThatThrowsMayRunAgainAtOnce() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                once()
                    .run(
                        ID,
                        minute(),
                        () -> {
                          throw new IllegalStateException("refused");
                        }))
        .withMessage("refused");

    assertThat(run(once())).isEqualTo(new OnceOutcome.Done<>(new Receipt(1), true));
  }

  /** What Once cannot prevent: the effect happened and is not recorded. */
  @Test
  void functionKilledAfterTheStepRunsItAgainWhenItsInvocationMustHaveEnded() {
    runThatIsKilledAfterItsStep(1);

    assertThat(run(once())).isInstanceOf(OnceOutcome.InProgress.class);
    now = now.plusSeconds(70);
    assertThat(run(once())).as("clocks may differ").isInstanceOf(OnceOutcome.InProgress.class);
    now = now.plusSeconds(10);
    assertThat(run(once())).isEqualTo(new OnceOutcome.Done<>(new Receipt(2), true));
    assertThat(runs).hasValue(2);
  }

  /** Both find the lease over, and the other one is faster. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofTwoRunsThatFindTheLeaseOverOneTakesOver(boolean otherIsDone) {
    runThatIsKilledAfterItsStep(1);
    now = now.plusSeconds(80);
    Once<Receipt> slower =
        once(
            http(
                call -> {
                  if (call.nthWrite() == 2 && otherIsDone) {
                    run(once()).orElseThrow();
                  } else if (call.nthWrite() == 2) {
                    runThatIsKilledAfterItsStep(2);
                  }
                  return Fault.NONE;
                }));

    OnceOutcome<Receipt> outcome = run(slower);

    if (otherIsDone) {
      assertThat(outcome).isEqualTo(new OnceOutcome.Done<>(new Receipt(2), false));
    } else {
      assertThat(outcome).isInstanceOf(OnceOutcome.InProgress.class);
    }
    assertThat(runs).hasValue(2);
  }

  @Test
  void whatTheStepThrowsIsThrownAlsoWhereTheStepCannotBeFreed() {
    Fault denied = new Fault.Refusal(400, "AccessDeniedException", "\"message\":\"denied\"");
    Once<Receipt> once = once(http(call -> call.nthWrite() == 2 ? denied : Fault.NONE));

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                once.run(
                    ID,
                    minute(),
                    () -> {
                      throw new IllegalStateException("refused");
                    }))
        .withMessage("refused")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(run(once())).isInstanceOf(OnceOutcome.InProgress.class);
  }

  @Test
  void answerOfTheRunThatTookOverCounts() {
    OnceOutcome<Receipt> late =
        once()
            .run(
                ID,
                minute(),
                () -> {
                  Receipt mine = receipt();
                  now = now.plus(Duration.ofMinutes(2));
                  run(once()).orElseThrow();
                  return mine;
                });

    assertThat(late).isEqualTo(new OnceOutcome.Done<>(new Receipt(2), false));
    assertThat(run(once()).orElseThrow()).isEqualTo(new Receipt(2));
  }

  @Test
  void answerIsForgottenAfterItsRetention() {
    run(once());
    now = now.plus(RETENTION);

    assertThat(run(once())).isEqualTo(new OnceOutcome.Done<>(new Receipt(2), true));
  }

  @Test
  void nothingRunsWithoutTime() {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> once().run(ID, Deadline.after(Duration.ZERO), this::receipt));
    assertThat(runs).hasValue(0);
  }

  /**
   * @param writes how many writes it made before
   */
  private void runThatIsKilledAfterItsStep(int writes) {
    Once<Receipt> killed =
        once(http(call -> call.nthWrite() > writes ? Fault.KILL_BEFORE : Fault.NONE));
    assertThatExceptionOfType(Killed.class)
        .isThrownBy(() -> killed.run(ID, minute(), this::receipt));
  }

  private OnceOutcome<Receipt> run(Once<Receipt> once) {
    return once.run(ID, minute(), this::receipt);
  }

  private Receipt receipt() {
    return new Receipt(runs.incrementAndGet());
  }

  private static Deadline minute() {
    return Deadline.after(Duration.ofMinutes(1));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Once<Receipt> once() {
    return once(client());
  }

  private Once<Receipt> once(FaultyHttpClient http) {
    return once(client(http));
  }

  private Once<Receipt> once(DynamoDbClient client) {
    return new Once<>(client, table, ItemCodec.of(Receipt.class), RETENTION, () -> now);
  }
}
