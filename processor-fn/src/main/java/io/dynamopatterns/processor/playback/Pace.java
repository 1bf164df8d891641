package io.dynamopatterns.processor.playback;

import io.dynamopatterns.common.Deadline;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Holds a run to a rate. Events go in portions of a quarter of a second; what was late is not made
 * up for, so no second has more than its events and one portion.
 */
final class Pace {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int PORTIONS = 4;

  private final OptionalInt rate;
  private final Waiting waiting;
  private long next;

  /**
   * @param rate events per second, or empty for as many as the target takes
   */
  Pace(OptionalInt rate, Waiting waiting) {
    this.rate = rate;
    this.waiting = waiting;
    this.next = waiting.nanos();
  }

  /** How many events may go at once, of so many. */
  int portion(int most) {
    return rate.isPresent() ? Math.clamp(rate.getAsInt() / PORTIONS, 1, most) : most;
  }

  /** Waits until the next portion may go, at most until the deadline. */
  void await(Deadline deadline) throws InterruptedException {
    Duration time = Duration.ofNanos(next - waiting.nanos());
    if (time.isPositive()) {
      Duration left = deadline.remaining();
      waiting.sleep(time.compareTo(left) < 0 ? time : left);
    }
  }

  /** Notes that so many events go now. */
  void take(int events) {
    if (rate.isPresent()) {
      next = Math.max(next, waiting.nanos()) + events * SECOND / rate.getAsInt();
    }
  }
}
