package io.dynamopatterns.examples.coupons.table;

import io.dynamopatterns.common.item.Expiry;
import io.dynamopatterns.common.item.Key;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * That a user has redeemed a coupon. The key lets it be stored once; it is never changed.
 *
 * @param redemptionId drawn at random, so that only an answer or the item has it: a person shows it
 *     in the shop, and readers of the stream know repeats by it
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
  public static Key key(String userId, String couponId) {
    return Key.of("userId", userId, "couponId", couponId);
  }

  /** One of this shard. It is kept as long as the shard: until then the user must not have two. */
  public static Redemption of(
      StockShard shard, String userId, String idempotencyKey, Optional<String> till, Instant now) {
    return new Redemption(
        userId,
        shard.couponId(),
        UUID.randomUUID().toString(),
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
