package io.dynamopatterns.examples.coupons.table;

import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.common.item.Expiry;
import io.dynamopatterns.common.item.Key;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.Optional;

/**
 * That a user has redeemed a coupon. The key lets it be stored once; it is never changed.
 *
 * @param redemptionId of this user and coupon: readers of the stream know repeats by it
 * @param promotionShop the promotion and its shop in one text, for readers that group by both
 * @param till where it was redeemed, if the request said so
 * @param idempotencyKey by which the same request is recognised
 * @param shard from which it was taken
 */
@Introspected
public record Redemption(
    String userId,
    String couponId,
    String redemptionId,
    String promotionShop,
    String shop,
    String title,
    Optional<String> till,
    Instant redeemedAt,
    String idempotencyKey,
    String shard,
    Expiry expiresAt) {
  private static final int ID_LENGTH = 24;

  public static Key key(String userId, String couponId) {
    return Key.of("userId", userId, "couponId", couponId);
  }

  /** One of this shard. It is kept as long as the shard: until then the user may not have two. */
  public static Redemption of(
      StockShard shard, String userId, String idempotencyKey, Optional<String> till, Instant now) {
    return new Redemption(
        userId,
        shard.couponId(),
        Sha256.hex(shard.couponId() + '\n' + userId).substring(0, ID_LENGTH),
        shard.couponId() + '#' + shard.shop(),
        shard.shop(),
        shard.title(),
        till,
        now,
        idempotencyKey,
        shard.shard(),
        shard.expiresAt());
  }
}
