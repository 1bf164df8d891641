package io.dynamopatterns.local.page;

import java.time.Duration;

/** What AWS bills on demand in us-east-1, for arm64: docs/cost.md has the sources. */
final class OnDemandPrices {
  private static final double WRITE_UNIT = 0.625e-6;
  private static final double READ_UNIT = 0.125e-6;
  private static final double INVOCATION = 0.2e-6;
  private static final double GB_SECOND = 0.0000133334;

  private OnDemandPrices() {}

  /** Of a function: its requests to DynamoDB, its invocations and their time. */
  static double dollars(
      double writeUnits, double readUnits, long invocations, Duration time, int memoryMb) {
    return writeUnits * WRITE_UNIT
        + readUnits * READ_UNIT
        + invocations * INVOCATION
        + time.toMillis() / 1000.0 * memoryMb / 1024 * GB_SECOND;
  }
}
