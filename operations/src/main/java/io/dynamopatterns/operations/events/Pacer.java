package io.dynamopatterns.operations.events;

import io.dynamopatterns.operations.OperationException;
import java.time.Duration;
import java.time.Instant;

/** Lets time pass between events as it did when they arrived, faster or slower. */
final class Pacer {
  /** How time passes. */
  @FunctionalInterface
  interface Sleep {
    void sleep(long millis) throws InterruptedException;
  }

  private final double speed;
  private final Sleep sleep;
  private Instant previous;

  /**
   * @param speed how many times as fast, as text
   */
  Pacer(String speed, Sleep sleep) {
    if (!speed.matches("\\d{1,6}(\\.\\d{1,3})?") || Double.parseDouble(speed) == 0) {
      throw OperationException.request(
          "speed must be a number above 0, such as 10 or 0.5, but is '%s'", speed);
    }
    this.speed = Double.parseDouble(speed);
    this.sleep = sleep;
  }

  /** Waits until an event is due. */
  void await(Instant arrival) {
    if (previous != null && arrival.isAfter(previous)) {
      pause(sleep, (long) (Duration.between(previous, arrival).toMillis() / speed));
    }
    previous = arrival;
  }

  static void pause(Sleep sleep, long millis) {
    try {
      sleep.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OperationException.failed(e, "interrupted");
    }
  }
}
