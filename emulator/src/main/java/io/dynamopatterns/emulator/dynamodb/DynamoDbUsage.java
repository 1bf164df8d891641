package io.dynamopatterns.emulator.dynamodb;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What one caller asked of DynamoDB and what AWS would bill for it. */
public final class DynamoDbUsage {
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
  private final LongAdder writes = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private final DoubleAdder writeUnits = new DoubleAdder();
  private final DoubleAdder readUnits = new DoubleAdder();
  private final LongAdder failedConditions = new LongAdder();

  void add(MeteredCall call) {
    requests.computeIfAbsent(call.operation(), any -> new LongAdder()).increment();
    (call.isWrite() ? writes : reads).increment();
    (call.isWrite() ? writeUnits : readUnits).add(call.units());
    failedConditions.add(call.failedConditions());
  }

  /** Requests by operation, such as {@code PutItem}. */
  public Map<String, Long> requests() {
    Map<String, Long> counts = new TreeMap<>();
    requests.forEach((operation, count) -> counts.put(operation, count.sum()));
    return counts;
  }

  /** Requests that write. */
  public long writes() {
    return writes.sum();
  }

  /** Requests that read. */
  public long reads() {
    return reads.sum();
  }

  /** Write request units, failed conditions included: they are billed as well. */
  public double writeUnits() {
    return writeUnits.sum();
  }

  public double readUnits() {
    return readUnits.sum();
  }

  /** Writes that their condition refused, an INSERT of what exists among them. */
  public long failedConditions() {
    return failedConditions.sum();
  }
}
