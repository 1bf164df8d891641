package io.dynamopatterns.processor.kit;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Waiting;
import java.time.Duration;
import java.util.function.Consumer;

/** Time that goes by only when a caller waits, and does so at once, for the fleet's clock, too. */
public final class VirtualTime implements Waiting {
  private final Fleet fleet;
  private Consumer<VirtualTime> whenWaiting = time -> {};
  private volatile long nanos;

  public VirtualTime(Fleet fleet) {
    this.fleet = fleet;
  }

  /** What happens whenever a caller waits. */
  public VirtualTime whenWaiting(Runnable what) {
    whenWaiting = time -> what.run();
    return this;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void sleep(Duration time) {
    nanos += time.toNanos();
    fleet.clock.advance(time);
    whenWaiting.accept(this);
  }

  /** A deadline this much later; the runner keeps two seconds, and Lambda's margin is three. */
  public Deadline deadlineAfter(Duration time) {
    long end = nanos + time.toNanos();
    return Deadline.of(() -> (int) Duration.ofNanos(end - nanos).plusSeconds(5).toMillis());
  }
}
