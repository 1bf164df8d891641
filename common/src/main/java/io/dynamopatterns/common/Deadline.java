package io.dynamopatterns.common;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The moment after which a handler starts no more work, so that it can save its progress and report
 * the rest before Lambda ends the run. Measured by Lambda's own count of remaining time, not by a
 * wall clock.
 */
public final class Deadline {
  /** What a handler keeps back of Lambda's timeout to finish its last calls and answer. */
  private static final Duration MARGIN = Duration.ofSeconds(3);

  /** What a call may take beyond its deadline, out of the margin. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Supplier<Duration> remaining;

  private Deadline(Supplier<Duration> remaining) {
    this.remaining = remaining;
  }

  /** The deadline of an invocation: three seconds before its timeout. */
  public static Deadline of(Context context) {
    return new Deadline(() -> Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
  }

  /** A deadline after this much time from now. */
  public static Deadline after(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return new Deadline(() -> Duration.ofNanos(end - System.nanoTime()));
  }

  /** The same deadline, earlier by this much: what lies between is kept for finishing. */
  public Deadline earlier(Duration time) {
    return new Deadline(() -> remaining.get().minus(time));
  }

  /** This deadline or the other, whichever comes first. */
  public Deadline orSooner(Deadline other) {
    return new Deadline(() -> Collections.min(List.of(remaining.get(), other.remaining.get())));
  }

  /** This deadline, or at once when what lies ahead is of no use any more. */
  public Deadline orOnce(BooleanSupplier useless) {
    return new Deadline(() -> useless.getAsBoolean() ? Duration.ZERO : remaining.get());
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
}
