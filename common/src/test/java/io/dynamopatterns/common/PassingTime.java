package io.dynamopatterns.common;

import java.time.Duration;

/** Time that passes only while a program waits, and then at once; or as a test says. */
public final class PassingTime implements Waiting {
  private long nanos;

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    pass(time);
  }

  /** Time that a call takes. */
  public synchronized void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** How long programs have waited. */
  public Duration passed() {
    return Duration.ofNanos(nanos());
  }

  /** A deadline after this much of this time. */
  public Deadline deadline(Duration time) {
    return Deadline.after(time, this);
  }
}
