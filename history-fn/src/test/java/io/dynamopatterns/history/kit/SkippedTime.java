package io.dynamopatterns.history.kit;

import io.dynamopatterns.common.Waiting;
import java.time.Duration;

/** Time that goes by only when something waits for it, and then at once. */
public final class SkippedTime implements Waiting {
  private long nanos;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void sleep(Duration time) {
    nanos += time.toNanos();
  }
}
