package io.dynamopatterns.mapping;

import java.util.concurrent.atomic.LongAdder;

/** What a mapping has done so far. */
public final class MappingStats {
  private final LongAdder read = new LongAdder();
  private final LongAdder filtered = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder discarded = new LongAdder();
  private final LongAdder invocations = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder partialFailures = new LongAdder();

  /** Records read from the stream. */
  public long read() {
    return read.sum();
  }

  /** Records that no filter let through. */
  public long filtered() {
    return filtered.sum();
  }

  /** Records that the function has taken. */
  public long delivered() {
    return delivered.sum();
  }

  /** Records given up on. */
  public long discarded() {
    return discarded.sum();
  }

  public long invocations() {
    return invocations.sum();
  }

  /** Invocations that failed, also those that failed in part. */
  public long failures() {
    return failures.sum();
  }

  /** Invocations of them that ended well and reported failed records. */
  public long partialFailures() {
    return partialFailures.sum();
  }

  /** Records read and not yet done with. */
  public long pending() {
    return Math.max(0, read() - filtered() - delivered() - discarded());
  }

  /** Grows with whatever the mapping does. */
  public long activity() {
    return read() + delivered() + discarded() + 2 * invocations();
  }

  public void addRead(int records) {
    read.add(records);
  }

  public void addFiltered() {
    filtered.increment();
  }

  public void addDelivered(int records) {
    delivered.add(records);
  }

  void addDiscarded(int records) {
    discarded.add(records);
  }

  public void addInvocation() {
    invocations.increment();
  }

  public void addFailure() {
    failures.increment();
  }

  public void addPartialFailure() {
    partialFailures.increment();
  }
}
