package io.dynamopatterns.mapping;

import java.time.Clock;
import java.time.Duration;

/**
 * How a mapping reads the clock and waits between retries.
 *
 * @param pause waits after a failure
 */
public record MappingPace(Clock clock, Pause pause) {
  /** How time passes between a failure and the retry. */
  @FunctionalInterface
  public interface Pause {
    /**
     * @param failures how many there were since the last success
     */
    void after(int failures) throws InterruptedException;
  }

  /** Twice as long after each failure, from 50 ms to 1 s: Lambda's backoff at local scale. */
  public static Duration backoff(int failures) {
    return Duration.ofMillis(Math.min(1000, 50L << Math.min(failures - 1, 5)));
  }

  /** The machine's own time. */
  public static MappingPace real() {
    return new MappingPace(Clock.systemUTC(), failures -> Thread.sleep(backoff(failures)));
  }

  /** No real waiting: a pause moves the clock. */
  public static MappingPace virtual(VirtualClock clock) {
    return new MappingPace(clock, failures -> clock.advance(backoff(failures)));
  }
}
