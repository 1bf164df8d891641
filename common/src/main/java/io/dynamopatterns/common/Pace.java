package io.dynamopatterns.common;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * Holds a run to a rate, in events (or whatever it sends) per second. They go in portions of a
 * quarter of a second; what was late is not made up for, so no second has more than its events and
 * one portion.
 */
public final class Pace {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int PORTIONS = 4;

  private final OptionalInt rate;
  private final Waiting waiting;
  private long next;

  /**
   * @param rate events per second, at least 1, or empty for as many as the target takes
   */
  public Pace(OptionalInt rate, Waiting waiting) {
    this.rate = rate;
    this.waiting = waiting;
    this.next = waiting.nanos();
  }

  /** How many of these events may be sent at once. */
  public int portion(int most) {
    return rate.isPresent() ? Math.clamp(rate.getAsInt() / PORTIONS, 1, most) : most;
  }

  /**
   * Waits until the next portion may go, at most until the deadline.
   *
   * @throws IllegalStateException if the thread is interrupted
   */
  public void await(Deadline deadline) {
    Duration time = Duration.ofNanos(next - waiting.nanos());
    if (!time.isPositive()) {
      return;
    }
    Duration left = deadline.remaining();
    try {
      waiting.sleep(time.compareTo(left) < 0 ? time : left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while keeping the rate", e);
    }
  }

  /** Notes that this many events are sent now. */
  public void take(int events) {
    if (rate.isPresent()) {
      next = Math.max(next, waiting.nanos()) + events * SECOND / rate.getAsInt();
    }
  }
}
