package io.dynamopatterns.common;

import java.security.SecureRandom;
import java.time.Duration;

/**
 * Bounded retries with full jitter: the delay before attempt n is random between zero and {@code
 * base * 2^(n-1)}, at most {@code cap}.
 *
 * @param attempts how often an operation is tried in all, at least 1
 * @param base the upper bound of the first delay
 * @param cap the upper bound of every delay
 * @see <a href="https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/">
 *     Timeouts, retries and backoff with jitter</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-uniqueness.html">Handling
 *     uniqueness with Lambda SnapStart</a>
 */
public record Backoff(int attempts, Duration base, Duration cap) {
  /** For writes: outlasts a disturbance of some seconds, on top of the SDK's own retries. */
  public static final Backoff WRITES = new Backoff(8, Duration.ofMillis(50), Duration.ofSeconds(2));

  /** For a target that takes as much as it can: outlasts a minute of throttling. */
  public static final Backoff THROTTLED_TARGET =
      new Backoff(16, Duration.ofMillis(100), Duration.ofSeconds(5));

  /**
   * Draws from the operating system. A seeded generator is part of a SnapStart snapshot: all
   * functions restored from it would draw the same delays and meet again at each attempt.
   */
  private static final SecureRandom RANDOM = new SecureRandom();

  public Backoff {
    if (attempts < 1 || base.isNegative() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "attempts must be at least 1 and 0 <= base <= cap, but got %d, %s, %s"
              .formatted(attempts, base, cap));
    }
  }

  /** Whether one more attempt is allowed after this many. */
  public boolean allows(int attemptsMade) {
    return attemptsMade < attempts;
  }

  /** A random delay after this many attempts, at least 1. */
  public Duration delay(int attemptsMade) {
    long bound =
        Math.min(cap.toNanos(), base.toNanos() << Math.min(attemptsMade - 1, Long.SIZE / 4));
    return Duration.ofNanos(RANDOM.nextLong(bound + 1));
  }

  /**
   * Waits for {@link #delay}, at most until the deadline.
   *
   * @throws IllegalStateException if the thread is interrupted
   */
  public void pause(int attemptsMade, Deadline deadline) {
    deadline.pause(delay(attemptsMade));
  }
}
