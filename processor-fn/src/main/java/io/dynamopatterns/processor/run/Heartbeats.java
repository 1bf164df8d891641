package io.dynamopatterns.processor.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Calls something at intervals for as long as a run lasts, whatever its worker is doing. */
@FunctionalInterface
public interface Heartbeats {
  /**
   * Begins.
   *
   * @param name of whose heart beats, for thread dumps
   * @param beat must not throw
   */
  Beating start(String name, Duration period, Runnable beat);

  /** Runs until it is closed. A beat that is under way then may end later. */
  interface Beating extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Each on its own thread, which ends with the process. A thread that a worker keeps busy could
   * not do it, nor a pool that other runs keep busy.
   */
  static Heartbeats threads() {
    return (name, period, beat) -> {
      CountDownLatch ended = new CountDownLatch(1);
      Thread.ofPlatform()
          .daemon()
          .name(name)
          .start(
              () -> {
                try {
                  while (!ended.await(period.toNanos(), TimeUnit.NANOSECONDS)) {
                    beat.run();
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      return ended::countDown;
    };
  }
}
