package io.dynamopatterns.examples.coupons.promotion;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Together;
import io.dynamopatterns.common.item.ItemCodec;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.VersionedTransaction;
import io.dynamopatterns.common.versioned.VersionedWrite;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.examples.coupons.http.Problem;
import io.dynamopatterns.examples.coupons.http.Problem.Code;
import io.dynamopatterns.examples.coupons.place.Cells;
import io.dynamopatterns.examples.coupons.place.GeoPoint;
import io.dynamopatterns.examples.coupons.table.Coupon;
import io.dynamopatterns.examples.coupons.table.CouponTables;
import io.dynamopatterns.examples.coupons.table.StockShard;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Starts and ends promotions. Both are several writes, and each of them may be repeated: a request
 * whose answer is lost is sent again, and continues where it ended.
 */
final class Promotions {
  private static final int CLOSING_AT_ONCE = 16;
  private static final ItemCodec<Coupon> COUPONS = ItemCodec.of(Coupon.class);

  private final PromotionSettings settings;
  private final VersionedTable<Coupon> coupons;
  private final VersionedTable<StockShard> stock;
  private final VersionedSchema<StockShard> stockSchema;
  private final VersionedTransaction transactions;
  private final InstantSource clock;

  Promotions(DynamoDbClient client, PromotionSettings settings, InstantSource clock) {
    this.settings = settings;
    coupons = new VersionedTable<>(client, CouponTables.coupons(settings.coupons(), clock));
    stockSchema = CouponTables.stock(settings.stock(), clock);
    stock = new VersionedTable<>(client, stockSchema);
    transactions = new VersionedTransaction(client);
    this.clock = clock;
  }

  /**
   * Starts a promotion: first its item, not on offer; then its stock; then it is on offer.
   *
   * @throws Problem if another request with this key has started one
   */
  Coupon start(Draft draft, String admin, String idempotencyKey, Deadline deadline) {
    Coupon wanted = draft.coupon(Coupon.id(admin, idempotencyKey), admin, settings, now());
    Coupon stored = earlier(wanted, deadline).orElseGet(() -> create(wanted, deadline));
    requireSame(stored.request(), wanted);
    if (stored.state() == Coupon.State.OPENING) {
      createStock(stored, deadline);
      String cell = Cells.of(new GeoPoint(stored.lat(), stored.lon()));
      coupons
          .within(deadline)
          .update(
              Coupon.key(stored.couponId()),
              current ->
                  current
                      .filter(coupon -> coupon.state() == Coupon.State.OPENING)
                      .map(coupon -> coupon.opened(cell)))
          .orElseThrow();
    }
    return stored;
  }

  /**
   * What is stored by this key, also if it has expired: a create would replace that item, so it
   * would never be removed and published as expired, and an ended promotion would begin anew. Its
   * stock is kept for longer, from the first shard on. Before that one is stored, the item is kept
   * as long as the stock.
   */
  private Optional<Coupon> earlier(Coupon wanted, Deadline deadline) {
    Optional<Coupon> stored =
        coupons.within(deadline).stored(Coupon.key(wanted.couponId())).map(COUPONS::read);
    if (stored.isEmpty()) {
      stock
          .within(deadline)
          .get(StockShard.key(wanted.couponId(), 0))
          .ifPresent(shard -> requireSame(shard.value().request(), wanted));
    }
    return stored;
  }

  private Coupon create(Coupon wanted, Deadline deadline) {
    WriteOutcome<Coupon> created = coupons.within(deadline).create(wanted);
    return created instanceof WriteOutcome.LostRace<Coupon> lost && lost.current().isPresent()
        ? lost.current().get().value()
        : created.orElseThrow().orElseThrow().value();
  }

  /**
   * The first shard is stored when all others are: a reader that finds it takes those that it does
   * not find for empty. So a transaction of the others that fails must keep it back, too.
   */
  private void createStock(Coupon coupon, Deadline deadline) {
    List<StockShard> shards = StockShard.of(coupon).toList();
    create(shards.subList(1, shards.size()), coupon, deadline);
    create(shards.subList(0, 1), coupon, deadline);
  }

  /** A shard that is stored already is one of an earlier attempt: it stays as it is. */
  private void create(List<StockShard> shards, Coupon coupon, Deadline deadline) {
    List<VersionedWrite<StockShard>> creates =
        shards.stream()
            .<VersionedWrite<StockShard>>map(
                shard -> new VersionedWrite.Create<>(stockSchema, shard))
            .toList();
    for (WriteOutcome<StockShard> outcome : transactions.within(deadline).batch(creates)) {
      if (outcome instanceof WriteOutcome.LostRace<StockShard> lost && lost.current().isPresent()) {
        requireSame(lost.current().get().value().request(), coupon);
      } else {
        outcome.orElseThrow();
      }
    }
  }

  private static void requireSame(String storedRequest, Coupon wanted) {
    if (!storedRequest.equals(wanted.request())) {
      throw new Problem(
          Code.IDEMPOTENCY_KEY_REUSED,
          "this Idempotency-Key came with another promotion before: use a new key");
    }
  }

  /**
   * Ends a promotion before its time: it is no longer found, then no shard gives anything more. So
   * the sums are final.
   */
  Totals end(String couponId, Deadline deadline) {
    Instant now = now();
    coupons
        .within(deadline)
        .update(
            Coupon.key(couponId),
            current -> {
              if (current.filter(other -> other.isOpening(now)).isPresent()) {
                throw new Problem(
                    Code.NOT_OPEN, "the promotion is being started: send its request again");
              }
              return current.filter(Coupon::isOnOffer).map(coupon -> coupon.ended(now));
            })
        .orElseThrow();
    Together.all(
        CLOSING_AT_ONCE,
        keys(couponId, deadline).stream()
            .<Supplier<Boolean>>map(key -> () -> close(key, now, deadline))
            .toList());
    return totals(couponId, deadline);
  }

  private boolean close(Key shard, Instant now, Deadline deadline) {
    WriteOutcome<StockShard> outcome =
        stock
            .within(deadline)
            .update(
                shard,
                current ->
                    current
                        .filter(open -> open.closedAt().isEmpty())
                        .map(open -> open.closed(now)));
    outcome.orElseThrow();
    return outcome instanceof WriteOutcome.Applied<StockShard>;
  }

  /** What all shards add up to, each as it is stored now. */
  Totals totals(String couponId, Deadline deadline) {
    Instant now = now();
    Collection<VersionedItem<StockShard>> shards =
        stock.within(deadline).strong().getAll(keys(couponId, deadline)).values();
    return shards.stream()
        .map(shard -> Totals.of(shard.value(), now))
        .reduce(Totals::plus)
        .orElseThrow(Promotions::noPromotion);
  }

  private List<Key> keys(String couponId, Deadline deadline) {
    Optional<VersionedItem<StockShard>> first =
        stock.within(deadline).get(StockShard.key(couponId, 0));
    return IntStream.range(0, first.orElseThrow(Promotions::noPromotion).value().shards())
        .mapToObj(number -> StockShard.key(couponId, number))
        .toList();
  }

  static Problem noPromotion() {
    return new Problem(Code.NOT_FOUND, "there is no such promotion");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
