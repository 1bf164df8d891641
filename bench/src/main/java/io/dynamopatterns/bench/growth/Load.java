package io.dynamopatterns.bench.growth;

import io.dynamopatterns.bench.Prices;
import java.util.Map;

/**
 * What a pattern's function asked for in the measured time.
 *
 * @param name of the function, and its mode
 * @param settings that differ from the defaults
 * @param events a second
 * @param seconds that were measured
 * @param invocations in all
 * @param lanes that a function works on at the same time
 * @param undivided write units a second of the hottest key if keys were not divided; 0 where keys
 *     do not follow the traffic's
 */
record Load(
    String name,
    String settings,
    double events,
    double seconds,
    long invocations,
    int lanes,
    Meter meter,
    double undivided) {
  /** A request takes this long, in seconds: an assumption, of the order that AWS promises. */
  private static final double REQUEST = 0.008;

  /** The CPU of a record on a function of 1,024 MB, which has 0.58 of a core. */
  private static final double RECORD = 0.000_1;

  private static final double MILLION_FIFO_REQUESTS = 0.50;

  Map.Entry<String, Double> hottest() {
    return meter.writeUnits().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .orElse(Map.entry("none", 0.0));
  }

  double hottestPerSecond() {
    return hottest().getValue() / seconds;
  }

  double requestsPerSecond() {
    return meter.requests() / seconds;
  }

  double writeUnitsPerSecond() {
    return meter.writeUnits().values().stream().mapToDouble(Double::doubleValue).sum() / seconds;
  }

  /** Functions that run at the same time, on average. */
  double concurrency() {
    return busySeconds() / seconds;
  }

  private double busySeconds() {
    return meter.requests() * REQUEST / lanes + events * seconds * RECORD;
  }

  /** Of the function and its table or queues, without the stream. */
  double dollarsPerMillion() {
    double millions = events * seconds / 1e6;
    double units = writeUnitsPerSecond() * seconds / 1e6 * Prices.MILLION_WRITES;
    double reads = meter.readUnits() / 1e6 * Prices.MILLION_READS;
    double lambda =
        invocations / 1e6 * Prices.MILLION_INVOCATIONS + busySeconds() * Prices.GIGABYTE_SECOND;
    double queues = meter.messages() > 0 ? meter.requests() / 1e6 * MILLION_FIFO_REQUESTS : 0;
    return (units + reads + lambda + queues) / millions;
  }
}
