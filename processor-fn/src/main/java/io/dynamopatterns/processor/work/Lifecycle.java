package io.dynamopatterns.processor.work;

import io.dynamopatterns.common.Leases;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.worker.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What leads from one state of work to the next. It only computes: who writes the result writes it
 * under the condition that the item is still the one it was computed from.
 *
 * <pre>
 * PENDING ──▶ RUNNING ──▶ DONE
 *   CONTINUE ──▲  │ │ └──▶ FAILED ◀── attempts, hops or patience used up
 *      ▲  ▲       │ └────▶ WAITING ──┐ after a failure
 *      │  └───────┘ time used up     │ or for what is not there yet
 *      └─────────────────────────────┘ when its time has come
 * </pre>
 *
 * <p>Times are this machine's. A lease compared by a clock that is wrong costs a second run of the
 * same hop; what keeps two runs from both saving is the version of the item, never the clock. A
 * time that a clock far ahead has written is ignored: no work waits until that clock is right.
 */
public final class Lifecycle {
  /** Hops in a row without progress after which work has failed: it goes in a circle. */
  static final int MAX_IDLE_HOPS = 3;

  /**
   * How long work may stay ready before the sweep writes the item once more for the stream: the
   * longest run of a function, for which work that is queued after another may have to wait.
   */
  public static final Duration STALLED = Duration.ofMinutes(15);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final Limits limits;
  private final Clock clock;

  public Lifecycle(Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  public Clock clock() {
    return clock;
  }

  /** For how long a run is in charge without saving progress. */
  public Duration lease() {
    return limits.lease();
  }

  /**
   * A run begins: work that is ready becomes the runner's, or has failed because it has had all the
   * runs it may have. Empty for work that is not ready: another run has it, or it has ended.
   */
  public Optional<WorkItem> claim(WorkItem item, String runner) {
    if (!item.state().isReady()) {
      return Optional.empty();
    }
    int hopLimit = item.hopLimit().orElse(limits.hopLimit());
    if (item.hops() >= hopLimit) {
      return Optional.of(
          failed(
              item,
              "not done after %d hops, its limit%s"
                  .formatted(
                      hopLimit,
                      item.lastError().map(last -> "; what it said last: " + last).orElse(""))));
    }
    return Optional.of(
        item.in(WorkState.RUNNING)
            .leasedTo(runner, leaseEnd())
            .withHops(item.hops() + 1)
            .startedBy(clock.instant()));
  }

  /** The work has come further, which clears the failures before: they are counted in a row. */
  public WorkItem progressed(WorkItem item, Progress progress) {
    WorkItem next = item.withProgress(progress);
    boolean moved = !progress.cursor().equals(item.progress().cursor());
    // Where there are none to clear, the index has nothing to take over.
    return moved && item.attempts() > 0 ? next.withAttempts(0) : next;
  }

  /** A run saves progress and stays in charge. */
  public WorkItem saved(WorkItem held, Progress progress) {
    return progressed(held, progress).leasedTo(held.runner().orElseThrow(), leaseEnd());
  }

  /**
   * A run ends as it should: the work is done, or is continued by the next run, unless it goes in a
   * circle.
   *
   * @param start where the run began
   */
  public WorkItem ended(WorkItem held, Progress start, Progress end) {
    WorkItem item = progressed(held, end);
    if (end.done()) {
      return item.in(WorkState.DONE).finishedAt(clock.instant(), limits.retention());
    }
    int idle = end.cursor().equals(start.cursor()) ? held.idleHops() + 1 : 0;
    return idle < MAX_IDLE_HOPS
        ? item.in(WorkState.CONTINUE).withIdleHops(idle)
        : failed(item, "%d hops in a row made no progress".formatted(idle));
  }

  /** A run ends with an error: the work is tried again later, or has failed. */
  public WorkItem attemptFailed(WorkItem held, String error) {
    int attempts = held.attempts() + 1;
    WorkItem item = held.withAttempts(attempts);
    return attempts < limits.maxAttempts()
        ? item.in(WorkState.WAITING)
            .withError(error)
            .waitingUntil(clock.instant().plus(waitAfter(attempts)))
        : failed(item, error);
  }

  /**
   * A run ends because what the work needs is not there yet. No attempt is used up: only the hop
   * limit ends work that waits for what never comes.
   */
  public WorkItem waits(WorkItem held, String reason) {
    return held.in(WorkState.WAITING)
        .withError(reason)
        .waitingUntil(clock.instant().plus(FIRST_WAIT));
  }

  /** The work cannot be done. */
  public WorkItem failed(WorkItem item, String reason) {
    return item.in(WorkState.FAILED)
        .withError(reason)
        .finishedAt(clock.instant(), limits.retention());
  }

  /** The run of this work has died, if its lease is over: another one takes its place. */
  public Optional<WorkItem> revive(WorkItem item) {
    if (item.state() != WorkState.RUNNING || item.leaseUntil().filter(this::holds).isPresent()) {
      return Optional.empty();
    }
    int attempts = item.attempts() + 1;
    String error =
        "its run ended without a word: lease of %s over".formatted(item.runner().orElse("?"));
    WorkItem next = item.withAttempts(attempts);
    return Optional.of(
        attempts < limits.maxAttempts()
            ? next.in(WorkState.CONTINUE).withError(error)
            : failed(next, error));
  }

  /** Work whose time to wait is over continues. */
  public Optional<WorkItem> wake(WorkItem item) {
    return item.state() == WorkState.WAITING && isDue(item.attempts(), item.notBefore())
        ? Optional.of(item.in(WorkState.CONTINUE))
        : Optional.empty();
  }

  /** Whether the time to wait of work with this many failures is over. */
  public boolean isDue(int attempts, Optional<Instant> notBefore) {
    Instant now = clock.instant();
    return notBefore
        .filter(now::isBefore)
        .filter(time -> !Leases.isTooFarAhead(time, now, waitAfter(attempts)))
        .isEmpty();
  }

  /**
   * Ready work is written once more for the stream, unless that was done lately. Its age in its
   * state stays what it is: stalled work is to be seen.
   */
  public Optional<WorkItem> nudge(WorkItem item) {
    Instant now = clock.instant();
    boolean lately =
        item.nudgedAt()
            .filter(time -> now.isBefore(time.plus(STALLED)))
            .filter(time -> !Leases.isTooFarAhead(time, now, Duration.ZERO))
            .isPresent();
    return item.state().isReady() && !lately ? Optional.of(item.nudged(now)) : Optional.empty();
  }

  /** A person starts failed or cancelled work anew, from what was saved last. */
  public WorkItem retry(WorkItem item) {
    require(item.state().isFinal() && item.state() != WorkState.DONE, item, "retried");
    return item.in(WorkState.CONTINUE).withAttempts(0).withIdleHops(0).withHops(0);
  }

  /** A person ends work that has not ended. Its run, if it has one, cannot save any more. */
  public WorkItem cancel(WorkItem item) {
    require(!item.state().isFinal(), item, "cancelled");
    return item.in(WorkState.CANCELLED).finishedAt(clock.instant(), limits.retention());
  }

  /** A person holds work that has not ended. Its run, if it has one, cannot save any more. */
  public WorkItem pause(WorkItem item) {
    require(!item.state().isFinal() && item.state() != WorkState.PAUSED, item, "paused");
    return item.in(WorkState.PAUSED);
  }

  /** A person lets held work continue, from what was saved last. */
  public WorkItem resume(WorkItem item) {
    require(item.state() == WorkState.PAUSED, item, "resumed");
    return item.in(WorkState.CONTINUE);
  }

  private Instant leaseEnd() {
    return clock.instant().plus(limits.lease());
  }

  private boolean holds(Instant leaseUntil) {
    return !Leases.isOver(leaseUntil, clock.instant(), limits.lease());
  }

  private static Duration waitAfter(int attempts) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.clamp(attempts - 1, 0, 10));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private static void require(boolean allowed, WorkItem item, String what) {
    if (!allowed) {
      throw new WrongStateException(item, what);
    }
  }
}
