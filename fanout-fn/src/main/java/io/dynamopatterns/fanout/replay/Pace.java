package io.dynamopatterns.fanout.replay;

import io.dynamopatterns.common.Deadline;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Keeps a rate over the time of a run: whoever is ahead of it waits. */
final class Pace {
  /** Waits. */
  interface Sleep {
    void sleep(Duration time) throws InterruptedException;
  }

  private final int perSecond;
  private final LongSupplier nanoTime;
  private final Sleep sleep;
  private final long begin;
  private long done;

  Pace(int perSecond) {
    this(perSecond, System::nanoTime, Thread::sleep);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Pace(int perSecond, LongSupplier nanoTime, Sleep sleep) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.sleep = sleep;
    this.begin = nanoTime.getAsLong();
  }

  /** Notes that so many more were done, and waits until they may have been, or the deadline. */
  void done(int more, Deadline deadline) {
    done += more;
    Duration due = Duration.ofSeconds(1).multipliedBy(done).dividedBy(perSecond);
    Duration ahead = due.minusNanos(nanoTime.getAsLong() - begin);
    Duration left = deadline.remaining();
    try {
      if (ahead.isPositive()) {
        sleep.sleep(ahead.compareTo(left) < 0 ? ahead : left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while keeping the rate", e);
    }
  }
}
