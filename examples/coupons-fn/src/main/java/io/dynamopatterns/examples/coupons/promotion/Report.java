package io.dynamopatterns.examples.coupons.promotion;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Pace;
import io.dynamopatterns.common.Waiting;
import io.dynamopatterns.common.versioned.Reads;
import io.dynamopatterns.common.versioned.ScanPosition;
import io.dynamopatterns.examples.coupons.table.StockShard;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What all promotions have redeemed, by a scan of their stock in segments side by side. It keeps to
 * a rate, so that it leaves the table's capacity to redemptions.
 */
final class Report {
  private static final int SEGMENTS = 4;

  private final Reads<StockShard> stock;
  private final int unitsPerSecond;

  Report(Reads<StockShard> stock, int unitsPerSecond) {
    this.stock = stock;
    this.unitsPerSecond = unitsPerSecond;
  }

  /**
   * A part of the report, of the shards that were read in time. The sums of all parts add up.
   *
   * @param next where the next part begins; empty if this was the last
   */
  record Part(Map<String, Totals> totals, Optional<ScanPosition> next) {}

  static ScanPosition start() {
    return ScanPosition.start(SEGMENTS);
  }

  /** The position that a part gave as its next; empty if it is none. */
  static Optional<ScanPosition> position(String text) {
    return ScanPosition.parse(text, SEGMENTS);
  }

  Part from(ScanPosition position, Deadline deadline, Instant now) {
    Map<String, Totals> totals = new ConcurrentSkipListMap<>();
    ScanPosition reached =
        stock
            .within(deadline)
            .scan(
                position,
                new Pace(OptionalInt.of(unitsPerSecond), Waiting.real()),
                shard ->
                    totals.merge(
                        shard.value().couponId(), Totals.of(shard.value(), now), Totals::plus));
    return new Part(totals, Optional.of(reached).filter(part -> !part.isDone()));
  }
}
