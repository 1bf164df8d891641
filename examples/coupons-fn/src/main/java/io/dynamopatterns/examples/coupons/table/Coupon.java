package io.dynamopatterns.examples.coupons.table;

import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.item.Expiry;
import io.dynamopatterns.common.item.Key;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A promotion as its item has it. It says nothing of the stock, which is in {@link StockShard}s: so
 * redemptions neither read nor write it.
 *
 * @param cell its partition in the index; only while it is on offer, so that the index has no other
 * @param ends its sort key there: its end, then its id, so that no two are equal
 * @param shards over how many items its stock is spread
 * @param createdBy the admin
 * @param request what was asked for, as a hash: another request with the same key is refused
 * @param expiresAt for DynamoDB's time to live: its end. Until it is on offer for the first time,
 *     the end of its stock: as long as shards of it may be stored, its key is known
 */
@Introspected
public record Coupon(
    String couponId,
    State state,
    String shop,
    String title,
    Optional<String> description,
    double lat,
    double lon,
    Optional<String> cell,
    Optional<String> ends,
    Instant startsAt,
    Instant endsAt,
    long stock,
    int shards,
    String createdBy,
    Optional<Instant> endedAt,
    String request,
    Expiry expiresAt) {

  /** Where a promotion is in its life. */
  public enum State {
    /** Its stock is being stored. */
    OPENING,
    /** On offer. */
    ACTIVE,
    /** Ended by an admin before its time. */
    ENDED
  }

  private static final int ID_LENGTH = 24;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{" + ID_LENGTH + "}");

  /** The id of what an admin asks for by this key: the same request has the same one. */
  public static String id(String admin, String idempotencyKey) {
    return Sha256.hex(admin + '\n' + idempotencyKey).substring(0, ID_LENGTH);
  }

  /** Whether a promotion may have this id. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  public static Key key(String couponId) {
    return Key.of("couponId", couponId);
  }

  /** The sort key of the index for promotions that end at this time or later. */
  public static String endsFrom(Instant time) {
    return Times.text(time);
  }

  /** Whether it may be shown; that it has not expired is seen by the table. */
  public boolean isOnOffer() {
    return state == State.ACTIVE;
  }

  /** Whether its start can still be continued. */
  public boolean isOpening(Instant now) {
    return state == State.OPENING && endsAt.isAfter(now);
  }

  /** On offer: the index has it now. */
  public Coupon opened(String inCell) {
    return with(
        State.ACTIVE,
        Optional.of(inCell),
        Optional.of(endsFrom(endsAt) + '#' + couponId),
        Optional.empty(),
        Expiry.at(endsAt));
  }

  /** Ended before its time: the index has it no more. */
  public Coupon ended(Instant time) {
    return with(State.ENDED, Optional.empty(), Optional.empty(), Optional.of(time), expiresAt);
  }

  private Coupon with(
      State newState,
      Optional<String> newCell,
      Optional<String> newEnds,
      Optional<Instant> newEndedAt,
      Expiry newExpiresAt) {
    return new Coupon(
        couponId,
        newState,
        shop,
        title,
        description,
        lat,
        lon,
        newCell,
        newEnds,
        startsAt,
        endsAt,
        stock,
        shards,
        createdBy,
        newEndedAt,
        request,
        newExpiresAt);
  }
}
