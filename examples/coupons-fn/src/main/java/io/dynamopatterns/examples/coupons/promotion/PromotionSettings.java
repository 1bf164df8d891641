package io.dynamopatterns.examples.coupons.promotion;

import io.dynamopatterns.common.item.Expiry;
import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How promotions are kept.
 *
 * @param shards over how many items the stock of a promotion is spread that does not say so itself
 * @param kept how long stock and redemptions are kept after a promotion's end
 * @param scanUnits the read units a second that a report takes
 */
public record PromotionSettings(
    String coupons, String stock, int shards, Duration kept, int scanUnits) {
  static final int MAX_SHARDS = 1_000;

  public static PromotionSettings of(Variables variables) {
    return new PromotionSettings(
        variables.required("COUPONS_TABLE", Kind.TABLE, "the table of promotions"),
        variables.required("COUPONS_STOCK_TABLE", Kind.TABLE, "the table of their stock"),
        variables.orElse(
            "COUPONS_SHARDS",
            Kind.whole(1, MAX_SHARDS),
            "16",
            "over how many items the stock of a promotion is spread that names no number"),
        variables.orElse(
            "COUPONS_KEEP_DAYS",
            Kind.time(ChronoUnit.DAYS, 1, 3650),
            "30",
            "how long stock and redemptions are kept after a promotion's end"),
        variables.orElse(
            "COUPONS_SCAN_UNITS",
            Kind.whole(1, 100_000),
            "100",
            "the read units a second that a report takes"));
  }

  /** When the stock of a promotion that ends at this time is removed. */
  Expiry stockExpiry(Instant endsAt) {
    return Expiry.at(endsAt.plus(kept));
  }
}
