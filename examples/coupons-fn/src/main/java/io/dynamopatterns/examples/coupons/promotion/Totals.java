package io.dynamopatterns.examples.coupons.promotion;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.examples.coupons.table.StockShard;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * What the shards of one promotion add up to.
 *
 * @param closed whether nothing can be redeemed any more, so that the sums are final
 */
record Totals(
    String couponId,
    String shop,
    String title,
    Instant endsAt,
    boolean closed,
    long stock,
    long left) {
  /** A redemption that began before the end may be stored after it, by a clock that is slow. */
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);

  /** Of one shard. */
  static Totals of(StockShard shard, Instant now) {
    return new Totals(
        shard.couponId(),
        shard.shop(),
        shard.title(),
        shard.endsAt(),
        shard.hasEnded(shard.closedAt().isPresent() ? now : now.minus(UNDER_WAY)),
        shard.initial(),
        shard.left());
  }

  /** Of both, which are of the same promotion. */
  Totals plus(Totals other) {
    return new Totals(
        couponId,
        shop,
        title,
        endsAt,
        closed && other.closed,
        stock + other.stock,
        left + other.left);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("couponId", couponId);
    json.writeStringField("shop", shop);
    json.writeStringField("title", title);
    json.writeStringField("endsAt", Times.text(endsAt));
    json.writeBooleanField("closed", closed);
    json.writeNumberField("stock", stock);
    json.writeNumberField("redeemed", stock - left);
    json.writeNumberField("left", left);
  }
}
