package io.dynamopatterns.examples.coupons.table;

import io.dynamopatterns.common.item.Expiry;
import io.dynamopatterns.common.item.Key;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A part of a promotion's stock. It has all that decides whether one may be redeemed, so that a
 * redemption reads and writes this item and no other of the promotion.
 *
 * <p>What is left only falls, and the number of shards never changes. So what a reader once knew of
 * a shard that was empty stays true.
 *
 * @param shard the key: the promotion and the number of the shard, each shard its own partition
 * @param shards how many the promotion has
 * @param initial its part of the stock
 * @param closedAt when an admin ended the promotion
 * @param request of the promotion, as a hash
 */
@Introspected
public record StockShard(
    String shard,
    String couponId,
    String shop,
    String title,
    Instant startsAt,
    Instant endsAt,
    int shards,
    long initial,
    long left,
    Optional<Instant> closedAt,
    String request,
    Expiry expiresAt) {

  public static Key key(String couponId, int number) {
    return Key.of("shard", name(couponId, number));
  }

  private static String name(String couponId, int number) {
    return couponId + '#' + number;
  }

  /**
   * The shards of a promotion that is being started, by number; their parts add up to its stock.
   * All expire as its item says, whatever the settings are by the time of a repeated start.
   */
  public static Stream<StockShard> of(Coupon coupon) {
    return IntStream.range(0, coupon.shards())
        .mapToObj(
            number -> {
              long part = coupon.stock() / coupon.shards();
              long initial = number < coupon.stock() % coupon.shards() ? part + 1 : part;
              return new StockShard(
                  name(coupon.couponId(), number),
                  coupon.couponId(),
                  coupon.shop(),
                  coupon.title(),
                  coupon.startsAt(),
                  coupon.endsAt(),
                  coupon.shards(),
                  initial,
                  initial,
                  Optional.empty(),
                  coupon.request(),
                  coupon.expiresAt());
            });
  }

  public boolean isEmpty() {
    return left == 0;
  }

  public boolean hasStarted(Instant now) {
    return !startsAt.isAfter(now);
  }

  public boolean hasEnded(Instant now) {
    return closedAt.isPresent() || !endsAt.isAfter(now);
  }

  /**
   * With one less.
   *
   * @throws IllegalStateException if none is left
   */
  public StockShard taken() {
    if (isEmpty()) {
      throw new IllegalStateException("shard %s is empty".formatted(shard));
    }
    return with(left - 1, closedAt);
  }

  /** Closed: nothing is redeemed from it any more. */
  public StockShard closed(Instant time) {
    return with(left, Optional.of(time));
  }

  private StockShard with(long newLeft, Optional<Instant> newClosedAt) {
    return new StockShard(
        shard,
        couponId,
        shop,
        title,
        startsAt,
        endsAt,
        shards,
        initial,
        newLeft,
        newClosedAt,
        request,
        expiresAt);
  }
}
