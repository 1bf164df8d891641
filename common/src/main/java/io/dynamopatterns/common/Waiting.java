package io.dynamopatterns.common;

import java.time.Duration;

/** Time that goes by, so that tests need not wait for it. */
public interface Waiting {
  /** Nanoseconds from some moment on. */
  long nanos();

  /** Returns when this much time has passed. */
  void sleep(Duration time) throws InterruptedException;

  /** The machine's time. */
  static Waiting real() {
    return new Waiting() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time);
      }
    };
  }
}
