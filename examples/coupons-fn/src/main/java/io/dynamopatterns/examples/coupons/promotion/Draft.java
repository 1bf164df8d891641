package io.dynamopatterns.examples.coupons.promotion;

import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.common.request.Fields;
import io.dynamopatterns.examples.coupons.table.Coupon;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A promotion as an admin asks for it. */
record Draft(
    String shop,
    String title,
    Optional<String> description,
    double lat,
    double lon,
    Optional<Instant> startsAt,
    Instant endsAt,
    long stock,
    OptionalLong shards) {
  /**
   * Patterns that follow a redemption make keys of its shop, in which a character may take three
   * bytes.
   */
  private static final int MAX_NAME_BYTES = 200;

  private static final int MAX_DESCRIPTION_BYTES = 1_000;
  private static final long MAX_STOCK = 100_000_000;
  private static final Duration LONGEST = Duration.ofDays(366);

  /**
   * Reads the body of a request.
   *
   * @throws io.dynamopatterns.common.request.BadRequestException if a field is not what is allowed
   */
  static Draft of(Fields body, Instant now) {
    Draft draft =
        new Draft(
            body.text("shop", MAX_NAME_BYTES),
            body.text("title", MAX_NAME_BYTES),
            body.optionalText("description", MAX_DESCRIPTION_BYTES),
            body.decimal("lat", -90, 90),
            body.decimal("lon", -180, 180),
            body.optionalTime("startsAt"),
            body.time("endsAt"),
            body.number("stock", 1, MAX_STOCK)
                .orElseThrow(() -> body.bad("stock", "is missing: it must be a whole number")),
            body.number("shards", 1, PromotionSettings.MAX_SHARDS));
    body.refuseOthers();
    if (draft.endsAt.getNano() != 0
        || !draft.endsAt.isAfter(now)
        || draft.endsAt.isAfter(now.plus(LONGEST))) {
      throw body.bad(
          "endsAt",
          "must be a whole second from now on, at most %d days ahead".formatted(LONGEST.toDays()));
    }
    if (draft.startsAt.filter(start -> !start.isBefore(draft.endsAt)).isPresent()) {
      throw body.bad("startsAt", "must be before endsAt");
    }
    return draft;
  }

  /** The promotion, which is not on offer yet. */
  Coupon coupon(String couponId, String admin, PromotionSettings settings, Instant now) {
    return new Coupon(
        couponId,
        Coupon.State.OPENING,
        shop,
        title,
        description,
        lat,
        lon,
        Optional.empty(),
        Optional.empty(),
        startsAt.orElse(now),
        endsAt,
        stock,
        (int) Math.min(shards.orElse(settings.shards()), stock),
        admin,
        Optional.empty(),
        request(),
        settings.stockExpiry(endsAt));
  }

  /**
   * What was asked for, as a hash. It is stored and compared with those of later requests, so its
   * text must not change: each field that was given, with its name and length.
   */
  private String request() {
    StringBuilder text = new StringBuilder();
    append(text, "shop", Optional.of(shop));
    append(text, "title", Optional.of(title));
    append(text, "description", description);
    append(text, "lat", Optional.of(bits(lat)));
    append(text, "lon", Optional.of(bits(lon)));
    append(text, "startsAt", startsAt.map(Instant::toString));
    append(text, "endsAt", Optional.of(endsAt.toString()));
    append(text, "stock", Optional.of(Long.toString(stock)));
    append(text, "shards", shards.stream().mapToObj(Long::toString).findFirst());
    return Sha256.hex(text.toString());
  }

  private static void append(StringBuilder text, String name, Optional<String> value) {
    value.ifPresent(
        given ->
            text.append(name)
                .append(':')
                .append(given.length())
                .append(':')
                .append(given)
                .append('\n'));
  }

  /** How a number is written as text has changed between versions of Java. */
  private static String bits(double number) {
    return Long.toHexString(Double.doubleToLongBits(number));
  }
}
