package io.dynamopatterns.examples.coupons.table;

import io.dynamopatterns.common.versioned.VersionedSchema;
import java.time.InstantSource;

/** How the three tables keep their items. */
public final class CouponTables {
  /** The index of the coupons table. */
  public static final String BY_CELL = "byCell";

  private static final String EXPIRES_AT = "expiresAt";

  private CouponTables() {}

  /** The promotions; a promotion that has ended is none. */
  public static VersionedSchema<Coupon> coupons(String table, InstantSource clock) {
    return VersionedSchema.of(table, "couponId").as(Coupon.class).withExpiry(EXPIRES_AT, clock);
  }

  /** Their stock. */
  public static VersionedSchema<StockShard> stock(String table, InstantSource clock) {
    return VersionedSchema.of(table, "shard").as(StockShard.class).withExpiry(EXPIRES_AT, clock);
  }

  /** Who has redeemed what. */
  public static VersionedSchema<Redemption> redemptions(String table, InstantSource clock) {
    return VersionedSchema.of(table, "userId", "couponId")
        .as(Redemption.class)
        .withExpiry(EXPIRES_AT, clock);
  }
}
