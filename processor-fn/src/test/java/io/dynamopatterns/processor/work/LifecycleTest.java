package io.dynamopatterns.processor.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.processor.kit.FleetClock;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The states of work, at the borders of their limits. */
class LifecycleTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration RETENTION = Duration.ofDays(7);
  private static final int ATTEMPTS = 3;
  private static final int HOPS = 10;

  private final FleetClock clock = new FleetClock(NOON);
  private final Lifecycle lifecycle =
      new Lifecycle(new Limits(LEASE, ATTEMPTS, HOPS, RETENTION), clock);

  private static WorkItem pending() {
    return WorkItem.create(new Work("work-1", "copy", Map.of("from", "a")), HOPS, NOON);
  }

  private static WorkItem in(WorkState state) {
    return pending().in(state);
  }

  private WorkItem running() {
    return lifecycle.claim(pending(), "runner-1").orElseThrow();
  }

  private static Progress at(int line) {
    return Progress.start().at(Map.of("line", "" + line), Map.of("lines", (long) line));
  }

  @Test
  void aRunReadsTheClockAndTheLeaseThatItIsJudgedBy() {
    assertThat(lifecycle.clock()).isSameAs(clock);
    assertThat(lifecycle.lease()).isEqualTo(LEASE);
  }

  @ParameterizedTest
  @EnumSource(WorkState.class)
  void onlyReadyWorkIsClaimed(WorkState state) {
    assertThat(lifecycle.claim(in(state), "runner-1").isPresent())
        .isEqualTo(state == WorkState.PENDING || state == WorkState.CONTINUE);
  }

  @Test
  void aClaimNamesTheRunnerAndTheEndOfItsLeaseAndCountsAHop() {
    WorkItem claimed = running();

    assertThat(claimed.state()).isEqualTo(WorkState.RUNNING);
    assertThat(claimed.runner()).contains("runner-1");
    assertThat(claimed.leaseUntil()).contains(NOON.plus(LEASE));
    assertThat(claimed.hops()).isEqualTo(1);
    assertThat(claimed.startedAt()).contains(NOON);
  }

  @Test
  void workKeepsTheTimeOfItsFirstRun() {
    WorkItem paused = running().in(WorkState.CONTINUE);
    clock.advance(Duration.ofHours(1));

    assertThat(lifecycle.claim(paused, "runner-2").orElseThrow().startedAt()).contains(NOON);
  }

  @Test
  void theLastHopOfTheLimitRunsAndTheNextOneFails() {
    WorkItem last = lifecycle.claim(pending().withHops(HOPS - 1), "runner-1").orElseThrow();
    assertThat(last.state()).isEqualTo(WorkState.RUNNING);

    WorkItem beyond =
        lifecycle
            .claim(pending().withHops(HOPS).withError("no such line"), "runner-1")
            .orElseThrow();
    assertThat(beyond.state()).isEqualTo(WorkState.FAILED);
    assertThat(beyond.runner()).isEmpty();
    assertThat(beyond.lastError())
        .contains("not done after 10 hops, its limit; what it said last: no such line");
  }

  @Test
  void anItemsOwnHopLimitGoesBeforeThatOfTheFunction() {
    WorkItem own = WorkItem.create(new Work("work-1", "copy", Map.of()), 2, NOON).withHops(2);

    assertThat(lifecycle.claim(own, "runner-1").orElseThrow().lastError())
        .contains("not done after 2 hops, its limit");
  }

  @Test
  void theLimitOfTheFunctionHoldsForAnItemWithoutOne() {
    Map<String, AttributeValue> item = new HashMap<>(pending().withHops(HOPS).attributes());
    item.remove("hopLimit");

    assertThat(lifecycle.claim(WorkItem.of(item), "runner-1").orElseThrow().state())
        .isEqualTo(WorkState.FAILED);
  }

  @Test
  void aSaveKeepsTheRunnerAndItsLeaseBeginsAnew() {
    WorkItem held = running();
    clock.advance(Duration.ofMinutes(1));

    WorkItem saved = lifecycle.saved(held, at(5));

    assertThat(saved.state()).isEqualTo(WorkState.RUNNING);
    assertThat(saved.runner()).contains("runner-1");
    assertThat(saved.leaseUntil()).contains(NOON.plusSeconds(60).plus(LEASE));
    assertThat(saved.progress()).isEqualTo(at(5));
  }

  @Test
  void failuresAreCountedInARowUntilTheWorkMoves() {
    WorkItem failedTwice = running().withAttempts(2);

    assertThat(lifecycle.progressed(failedTwice, at(1)).attempts()).isZero();
    assertThat(lifecycle.progressed(failedTwice, Progress.start()).attempts()).isEqualTo(2);
    assertThat(lifecycle.progressed(running(), at(1)).attributes())
        .as("where there are none to clear, nothing is written")
        .doesNotContainKey("attempts");
  }

  @Test
  void aRunThatMovedIsContinuedByTheNextOne() {
    WorkItem ended =
        lifecycle.ended(
            running().withIdleHops(2),
            Progress.start(),
            Progress.start().at(Map.of("line", "1"), Map.of()));

    assertThat(ended.state()).isEqualTo(WorkState.CONTINUE);
    assertThat(ended.idleHops()).as("hops in a row").isZero();
    assertThat(ended.runner()).isEmpty();
    assertThat(ended.leaseUntil()).isEmpty();
  }

  @Test
  void threeHopsInARowWithoutProgressFailAndTwoDoNot() {
    WorkItem second = lifecycle.ended(running().withIdleHops(1), at(1), at(1));
    assertThat(second.state()).isEqualTo(WorkState.CONTINUE);
    assertThat(second.idleHops()).isEqualTo(2);

    WorkItem third = lifecycle.ended(running().withIdleHops(2), at(1), at(1));
    assertThat(third.state()).isEqualTo(WorkState.FAILED);
    assertThat(third.lastError()).contains("3 hops in a row made no progress");
  }

  @Test
  void workThatIsDoneIsKeptForItsRetention() {
    WorkItem done = lifecycle.ended(running(), at(1), at(1).finished());

    assertThat(done.state()).isEqualTo(WorkState.DONE);
    assertThat(done.progress().done()).isTrue();
    assertThat(done.finishedAt()).contains(NOON);
    assertThat(done.attributes())
        .containsEntry("expiresAt", epochSecond(NOON.plus(RETENTION)))
        .doesNotContainKey("runner");
  }

  @Test
  void withoutARetentionWorkIsKeptForGood() {
    Lifecycle forGood = new Lifecycle(new Limits(LEASE, ATTEMPTS, HOPS, Duration.ZERO), clock);

    WorkItem done = forGood.ended(running(), at(1), at(1).finished());

    assertThat(done.finishedAt()).contains(NOON);
    assertThat(done.attributes()).doesNotContainKey("expiresAt");
  }

  @Test
  void theLastAllowedFailureFailsTheWork() {
    WorkItem second = lifecycle.attemptFailed(running().withAttempts(1), "timeout");
    assertThat(second.state()).isEqualTo(WorkState.WAITING);
    assertThat(second.attempts()).isEqualTo(2);
    assertThat(second.lastError()).contains("timeout");
    assertThat(second.finishedAt()).isEmpty();

    WorkItem third = lifecycle.attemptFailed(running().withAttempts(2), "timeout");
    assertThat(third.state()).isEqualTo(WorkState.FAILED);
    assertThat(third.attempts()).isEqualTo(3);
    assertThat(third.lastError()).contains("timeout");
    assertThat(third.finishedAt()).contains(NOON);
    assertThat(third.attributes()).containsEntry("expiresAt", epochSecond(NOON.plus(RETENTION)));
  }

  @ParameterizedTest
  @CsvSource({"0, 30", "1, 60", "2, 120", "6, 1920", "7, 3600", "8, 3600", "98, 3600"})
  void theWaitAfterAFailureDoublesUpToAnHour(int failedBefore, long seconds) {
    Lifecycle patient = new Lifecycle(new Limits(LEASE, 100, HOPS, RETENTION), clock);

    assertThat(patient.attemptFailed(running().withAttempts(failedBefore), "no").notBefore())
        .contains(NOON.plusSeconds(seconds));
  }

  @Test
  void waitingForWhatIsMissingUsesUpNoAttempt() {
    WorkItem waiting = lifecycle.waits(running().withAttempts(1), "no manifest yet");

    assertThat(waiting.state()).isEqualTo(WorkState.WAITING);
    assertThat(waiting.attempts()).isEqualTo(1);
    assertThat(waiting.notBefore()).contains(NOON.plusSeconds(30));
    assertThat(waiting.lastError()).contains("no manifest yet");
    assertThat(waiting.runner()).isEmpty();
  }

  @Test
  void aRunIsRevivedWhenItsLeaseIsOverAndNotBefore() {
    WorkItem running = running();
    clock.advance(LEASE);
    assertThat(lifecycle.revive(running)).isEmpty();

    clock.advance(Duration.ofSeconds(6));
    WorkItem revived = lifecycle.revive(running).orElseThrow();
    assertThat(revived.state()).isEqualTo(WorkState.CONTINUE);
    assertThat(revived.attempts()).isEqualTo(1);
    assertThat(revived.runner()).isEmpty();
    assertThat(revived.lastError())
        .contains("its run ended without a word: lease of runner-1 over");
  }

  @Test
  void aLeaseThatNoClockThatIsRightWroteHoldsNothing() {
    WorkItem ahead = running().leasedTo("runner-1", NOON.plus(Duration.ofDays(1)));

    assertThat(lifecycle.revive(ahead)).isPresent();
  }

  @Test
  void runningWorkWithoutALeaseIsRevived() {
    assertThat(lifecycle.revive(in(WorkState.RUNNING)).orElseThrow().lastError())
        .contains("its run ended without a word: lease of ? over");
  }

  @Test
  void workWhoseRunsAllDiedFails() {
    WorkItem second = running().withAttempts(ATTEMPTS - 2);
    WorkItem last = running().withAttempts(ATTEMPTS - 1);
    clock.advance(Duration.ofHours(1));

    assertThat(lifecycle.revive(second).orElseThrow().state()).isEqualTo(WorkState.CONTINUE);
    assertThat(lifecycle.revive(last).orElseThrow().state()).isEqualTo(WorkState.FAILED);
    assertThat(lifecycle.revive(last).orElseThrow().attempts()).isEqualTo(ATTEMPTS);
  }

  @ParameterizedTest
  @EnumSource(value = WorkState.class, mode = EnumSource.Mode.EXCLUDE, names = "RUNNING")
  void onlyRunningWorkIsRevived(WorkState state) {
    assertThat(lifecycle.revive(in(state))).isEmpty();
  }

  @Test
  void waitingWorkWakesAtItsTimeAndNotBefore() {
    WorkItem waiting = lifecycle.attemptFailed(running(), "timeout");
    clock.advance(Duration.ofMillis(29_999));
    assertThat(lifecycle.wake(waiting)).isEmpty();

    clock.advance(Duration.ofMillis(1));
    WorkItem awake = lifecycle.wake(waiting).orElseThrow();
    assertThat(awake.state()).isEqualTo(WorkState.CONTINUE);
    assertThat(awake.notBefore()).isEmpty();
    assertThat(awake.attempts()).as("a hop without progress").isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(value = WorkState.class, mode = EnumSource.Mode.EXCLUDE, names = "WAITING")
  void onlyWaitingWorkIsWoken(WorkState state) {
    assertThat(lifecycle.wake(in(state))).isEmpty();
  }

  @Test
  void noWorkWaitsForAClockThatIsFarAhead() {
    Instant latest = NOON.plusSeconds(30 + 60);

    assertThat(lifecycle.isDue(1, Optional.of(latest))).isFalse();
    assertThat(lifecycle.isDue(1, Optional.of(latest.plusMillis(1)))).isTrue();
    assertThat(lifecycle.isDue(2, Optional.of(latest.plusMillis(1))))
        .as("after two failures it waits longer")
        .isFalse();
  }

  @Test
  void readyWorkIsNudgedOnceInFifteenMinutes() {
    WorkItem nudged = lifecycle.nudge(pending()).orElseThrow();
    assertThat(nudged.state()).isEqualTo(WorkState.PENDING);
    clock.advance(Lifecycle.STALLED.minusMillis(1));
    assertThat(lifecycle.nudge(nudged)).isEmpty();

    clock.advance(Duration.ofMillis(1));
    assertThat(lifecycle.nudge(nudged).orElseThrow().nudgedAt())
        .contains(NOON.plus(Lifecycle.STALLED));
  }

  @Test
  void aNudgeOfAClockThatIsFarAheadIsIgnored() {
    assertThat(lifecycle.nudge(pending().nudged(NOON.plusSeconds(60)))).isEmpty();
    assertThat(lifecycle.nudge(pending().nudged(NOON.plusMillis(60_001)))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(WorkState.class)
  void onlyReadyWorkIsNudged(WorkState state) {
    assertThat(lifecycle.nudge(in(state)).isPresent()).isEqualTo(state.isReady());
  }

  @ParameterizedTest
  @EnumSource(WorkState.class)
  void failedAndCancelledWorkIsRetriedWithAllItsRuns(WorkState state) {
    WorkItem item = in(state).withProgress(at(7)).withAttempts(3).withIdleHops(2).withHops(9);
    if (state != WorkState.FAILED && state != WorkState.CANCELLED) {
      assertThatExceptionOfType(WrongStateException.class)
          .isThrownBy(() -> lifecycle.retry(item))
          .withMessage("work work-1 is %s and cannot be retried".formatted(state));
      return;
    }
    WorkItem retried = lifecycle.retry(item);
    assertThat(retried.state()).isEqualTo(WorkState.CONTINUE);
    assertThat(retried.attempts()).isZero();
    assertThat(retried.idleHops()).isZero();
    assertThat(retried.hops()).isZero();
    assertThat(retried.progress()).isEqualTo(at(7));
  }

  @ParameterizedTest
  @EnumSource(WorkState.class)
  void workThatHasNotEndedIsCancelledAndKeptForItsRetention(WorkState state) {
    if (state.isFinal()) {
      assertThatExceptionOfType(WrongStateException.class)
          .isThrownBy(() -> lifecycle.cancel(in(state)));
      return;
    }
    WorkItem cancelled = lifecycle.cancel(in(state));
    assertThat(cancelled.state()).isEqualTo(WorkState.CANCELLED);
    assertThat(cancelled.finishedAt()).contains(NOON);
    assertThat(cancelled.attributes())
        .containsEntry("expiresAt", epochSecond(NOON.plus(RETENTION)));
  }

  @ParameterizedTest
  @EnumSource(WorkState.class)
  void workThatHasNotEndedIsPausedOnceAndItsLeaseIsOver(WorkState state) {
    WorkItem item = in(state).leasedTo("runner-1", NOON.plus(LEASE));
    if (state.isFinal() || state == WorkState.PAUSED) {
      assertThatExceptionOfType(WrongStateException.class)
          .isThrownBy(() -> lifecycle.pause(item))
          .withMessageContaining("cannot be paused");
      return;
    }
    WorkItem paused = lifecycle.pause(item);
    assertThat(paused.state()).isEqualTo(WorkState.PAUSED);
    assertThat(paused.runner()).isEmpty();
    assertThat(paused.leaseUntil()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(WorkState.class)
  void onlyPausedWorkIsResumedFromWhereItWas(WorkState state) {
    WorkItem item = in(state).withProgress(at(7));
    if (state != WorkState.PAUSED) {
      assertThatExceptionOfType(WrongStateException.class).isThrownBy(() -> lifecycle.resume(item));
      return;
    }
    WorkItem resumed = lifecycle.resume(item);
    assertThat(resumed.state()).isEqualTo(WorkState.CONTINUE);
    assertThat(resumed.progress().cursor()).isEqualTo(at(7).cursor());
  }

  @ParameterizedTest
  @EnumSource(WorkState.class)
  void theEndsThatArePublishedAreThoseThatNoPersonMade(WorkState state) {
    assertThat(state.isTold()).isEqualTo(state == WorkState.DONE || state == WorkState.FAILED);
    assertThat(state.isFinal()).isEqualTo(state.isTold() || state == WorkState.CANCELLED);
  }

  @Test
  void workThatBeginsAnewIsNotDeletedAndHasNothingOfItsEnd() {
    WorkItem failed = lifecycle.attemptFailed(running().withAttempts(2), "timeout");

    WorkItem retried = lifecycle.retry(failed);

    assertThat(retried.finishedAt()).isEmpty();
    assertThat(retried.attributes()).doesNotContainKey("expiresAt");
  }

  private static AttributeValue epochSecond(Instant time) {
    return AttributeValue.fromN("" + time.getEpochSecond());
  }
}
