package io.dynamopatterns.mapping;

import java.time.Clock;
import java.time.Duration;

/** How a mapping reads the clock and waits between retries. */
public interface MappingPace {
  Clock clock();

  void pause(Duration time) throws InterruptedException;

  default void backOff(int failures) throws InterruptedException {
    pause(backoff(failures));
  }

  /** Twice as long after each failure, from 50 ms to 1 s: Lambda's backoff at local scale. */
  static Duration backoff(int failures) {
    return Duration.ofMillis(Math.min(1000, 50L << Math.min(failures - 1, 5)));
  }

  /** The machine's own time. */
  static MappingPace real() {
    return new MappingPace() {
      @Override
      public Clock clock() {
        return Clock.systemUTC();
      }

      @Override
      public void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
      }
    };
  }

  /** No real waiting: a pause moves the clock. */
  static MappingPace virtual(VirtualClock clock) {
    return new MappingPace() {
      @Override
      public Clock clock() {
        return clock;
      }

      @Override
      public void pause(Duration time) {
        clock.advance(time);
      }
    };
  }
}
