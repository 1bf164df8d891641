package io.dynamopatterns.examples.coupons.coupon;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.client.WriteRegionException;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.TransactionOutcome;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.VersionedTransaction;
import io.dynamopatterns.common.versioned.VersionedWrite;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.examples.coupons.http.Problem;
import io.dynamopatterns.examples.coupons.http.Problem.Code;
import io.dynamopatterns.examples.coupons.table.CouponTables;
import io.dynamopatterns.examples.coupons.table.Redemption;
import io.dynamopatterns.examples.coupons.table.StockShard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Redeems coupons: one transaction takes one from a shard of the stock and stores the redemption.
 * It is refused if the shard has another version by now, or the user has a redemption of the
 * coupon.
 *
 * <p>A shard that is empty, or in demand, is left for another one. All that decides is read
 * strongly consistent from the tables; nothing comes from a cache.
 *
 * <p>Where an answer is lost, the caller does not know whether it has the coupon. The same request
 * then finds the stored redemption by its idempotency key, and gets the answer that was lost.
 */
final class Redeemer {
  /** Attempts, each at another shard, while other redemptions come first. */
  private static final Backoff RACES =
      new Backoff(64, Duration.ofMillis(5), Duration.ofMillis(250));

  private static final int RACES_WITHOUT_PAUSE = 3;

  private final VersionedSchema<StockShard> stockSchema;
  private final VersionedSchema<Redemption> redemptionsSchema;
  private final VersionedTable<Redemption> redemptions;
  private final VersionedTransaction transactions;
  private final InstantSource clock;
  private final ShardChoice shards;

  Redeemer(DynamoDbClient client, CouponSettings settings, InstantSource clock) {
    stockSchema = CouponTables.stock(settings.stock(), clock);
    redemptionsSchema = CouponTables.redemptions(settings.redemptions(), clock);
    shards = new ShardChoice(new VersionedTable<>(client, stockSchema));
    redemptions = new VersionedTable<>(client, redemptionsSchema);
    transactions = new VersionedTransaction(client);
    this.clock = clock;
  }

  /**
   * What a user asks for.
   *
   * @param idempotencyKey the same for the same request only
   */
  record Wish(String couponId, String userId, String idempotencyKey, Optional<String> till) {
    Key key() {
      return Redemption.key(userId, couponId);
    }

    /** Whether the stored redemption is of this very request. */
    private boolean isOf(Redemption stored) {
      return stored.idempotencyKey().equals(idempotencyKey);
    }
  }

  /**
   * Redeems a coupon, or gives the redemption that the same request has stored before.
   *
   * @throws Problem if it can't be redeemed, or the user has redeemed it by another request
   * @throws WriteRegionException if this Region only reads, and knows no redemption of the user
   */
  Redemption redeem(Wish wish, Call call) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    for (int attempt = 1; ; attempt++) {
      Optional<VersionedItem<StockShard>> shard = shards.choose(wish.couponId(), call.deadline());
      Optional<Problem> refusal = refusal(shard.map(VersionedItem::value), wish.couponId(), now);
      if (refusal.isPresent()) {
        return earlier(wish, call).orElseThrow(refusal::get);
      }
      Optional<Redemption> redeemed = take(shard.get(), wish, now, call);
      if (redeemed.isPresent()) {
        return redeemed.get();
      }
      call.telemetry().count("LostRaces", 1);
      if (!RACES.allows(attempt) || call.deadline().passed()) {
        throw Problem.tryAgain(
            new IllegalStateException("other redemptions came first, %d times".formatted(attempt)));
      }
      if (attempt > RACES_WITHOUT_PAUSE) {
        RACES.pause(attempt - RACES_WITHOUT_PAUSE, call.deadline());
      }
    }
  }

  private Optional<Problem> refusal(Optional<StockShard> shard, String couponId, Instant now) {
    if (shard.isEmpty()) {
      return Optional.of(
          shards.knows(couponId)
              ? new Problem(Code.SOLD_OUT, "nothing is left of this coupon")
              : new Problem(Code.NOT_FOUND, "there is no such coupon"));
    }
    if (shard.get().hasEnded(now)) {
      return Optional.of(new Problem(Code.ENDED, "the promotion has ended"));
    }
    return shard.get().hasStarted(now)
        ? Optional.empty()
        : Optional.of(
            new Problem(
                Code.NOT_STARTED, "the promotion starts at " + Times.text(shard.get().startsAt())));
  }

  /** One transaction; empty if another redemption came first at this shard. */
  private Optional<Redemption> take(
      VersionedItem<StockShard> shard, Wish wish, Instant now, Call call) {
    Redemption redemption =
        Redemption.of(shard.value(), wish.userId(), wish.idempotencyKey(), wish.till(), now);
    TransactionOutcome<List<VersionedItem<?>>> outcome;
    try {
      outcome =
          transactions
              .within(call.deadline())
              .commit(
                  List.of(
                      new VersionedWrite.Create<>(redemptionsSchema, redemption),
                      new VersionedWrite.Replace<>(stockSchema, shard, shard.value().taken())));
    } catch (WriteRegionException e) {
      // The Region that writes may have carried it out, and its answer was lost.
      return Optional.of(earlier(wish, call).orElseThrow(() -> e));
    }
    return switch (outcome) {
      case TransactionOutcome.Applied<?> applied -> Optional.of(redemption);
      case TransactionOutcome.NotApplied<?> not -> {
        if (not.reasons().stream().flatMap(Optional::stream).anyMatch(Redeemer::isFinal)) {
          outcome.orElseThrow();
        }
        yield earlier(wish, call);
      }
      case TransactionOutcome.Unknown<?> unknown -> throw Problem.tryAgain(unknown.cause());
    };
  }

  /** Another shard or another attempt would not help. */
  private static boolean isFinal(WriteOutcome<?> reason) {
    return reason instanceof WriteOutcome.Invalid<?> || reason instanceof WriteOutcome.NotSent<?>;
  }

  /**
   * The redemption that this very request has stored before; empty if the user has none.
   *
   * @throws Problem if the user has one of another request, or of another body
   */
  private Optional<Redemption> earlier(Wish wish, Call call) {
    Optional<Redemption> stored =
        redemptions.within(call.deadline()).get(wish.key()).map(VersionedItem::value);
    if (stored.filter(wish::isOf).filter(own -> !own.till().equals(wish.till())).isPresent()) {
      throw new Problem(
          Code.IDEMPOTENCY_KEY_REUSED,
          "this Idempotency-Key came with another body before: use a new key");
    }
    if (stored.filter(other -> !wish.isOf(other)).isPresent()) {
      throw new Problem(Code.ALREADY_REDEEMED, "you have redeemed this coupon already");
    }
    return stored;
  }
}
