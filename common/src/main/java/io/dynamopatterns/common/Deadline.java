package io.dynamopatterns.common;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The moment after which a handler starts no more work, so that it can save its progress and report
 * the rest before Lambda ends the run. Measured by Lambda's own count of remaining time, not by a
 * wall clock. A run that pauses does so by its deadline ({@link #pause}), so one object decides how
 * its time passes.
 */
public final class Deadline {
  /** What a handler keeps back of Lambda's timeout to finish its last calls and answer. */
  private static final Duration MARGIN = Duration.ofSeconds(3);

  /** What a call may take beyond its deadline, out of the margin. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Supplier<Duration> remaining;
  private final Waiting waiting;

  private Deadline(Supplier<Duration> remaining, Waiting waiting) {
    this.remaining = remaining;
    this.waiting = waiting;
  }

  /**
   * The deadline of an invocation: three seconds before its timeout.
   *
   * @param remainingMillis the milliseconds until the timeout, as Lambda counts them
   */
  public static Deadline of(IntSupplier remainingMillis) {
    return new Deadline(
        () -> Duration.ofMillis(remainingMillis.getAsInt()).minus(MARGIN), Waiting.real());
  }

  /** A deadline after this much time from now. */
  public static Deadline after(Duration time) {
    return after(time, Waiting.real());
  }

  /** A deadline after this much time from now, for a run whose time passes in this way. */
  public static Deadline after(Duration time, Waiting waiting) {
    long end = waiting.nanos() + time.toNanos();
    return new Deadline(() -> Duration.ofNanos(end - waiting.nanos()), waiting);
  }

  /** The same deadline, earlier by this much: the time between is kept for finishing. */
  public Deadline earlier(Duration time) {
    return new Deadline(() -> remaining.get().minus(time), waiting);
  }

  /** This deadline or the other, whichever comes first. */
  public Deadline orSooner(Deadline other) {
    return new Deadline(
        () -> Collections.min(List.of(remaining.get(), other.remaining.get())), waiting);
  }

  /** This deadline, or at once when the time left is of no use any more. */
  public Deadline orOnce(BooleanSupplier useless) {
    return new Deadline(() -> useless.getAsBoolean() ? Duration.ZERO : remaining.get(), waiting);
  }

  /** Whether no more work may start. */
  public boolean passed() {
    return remaining().isZero();
  }

  /** The time left, never negative. */
  public Duration remaining() {
    Duration left = remaining.get();
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * How long a call may take that is made now, its retries included: soon after the deadline it
   * ends, and the rest of the margin is left to answer. Never zero, which the SDK refuses.
   */
  public Duration callTimeout() {
    return remaining().plus(GRACE);
  }

  /**
   * Waits for this much time, at most until the deadline.
   *
   * @throws IllegalStateException if the thread is interrupted
   */
  public void pause(Duration time) {
    Duration left = remaining();
    try {
      waiting.sleep(time.compareTo(left) < 0 ? time : left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during a pause", e);
    }
  }
}
