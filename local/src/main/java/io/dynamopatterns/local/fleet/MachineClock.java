package io.dynamopatterns.local.fleet;

import io.dynamopatterns.emulator.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;

/** Lets schedules follow the machine's clock, in its own thread. */
public final class MachineClock implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(200);

  private final Schedules schedules;
  private final Thread thread;
  private volatile boolean stopped;

  private MachineClock(Schedules schedules) {
    this.schedules = schedules;
    this.thread = Thread.ofPlatform().name("schedules").daemon().start(this::run);
  }

  public static MachineClock start(Schedules schedules) {
    return new MachineClock(schedules);
  }

  private void run() {
    try {
      while (!stopped) {
        schedules.advanceTo(Instant.now());
        Thread.sleep(TICK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the clock once what it runs at this moment has ended. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
