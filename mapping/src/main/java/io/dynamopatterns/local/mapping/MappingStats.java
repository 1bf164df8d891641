package io.dynamopatterns.local.mapping;

import java.util.concurrent.atomic.LongAdder;

/** What a mapping has done so far. */
public final class MappingStats {
  final LongAdder read = new LongAdder();
  final LongAdder filtered = new LongAdder();
  final LongAdder delivered = new LongAdder();
  final LongAdder discarded = new LongAdder();
  final LongAdder invocations = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder partialFailures = new LongAdder();

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
  long activity() {
    return read() + delivered() + discarded() + 2 * invocations();
  }
}
