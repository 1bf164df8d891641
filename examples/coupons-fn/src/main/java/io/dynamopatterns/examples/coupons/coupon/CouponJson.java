package io.dynamopatterns.examples.coupons.coupon;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.examples.coupons.table.Coupon;
import io.dynamopatterns.examples.coupons.table.Redemption;
import java.io.IOException;

/** Coupons and redemptions as callers see them. */
final class CouponJson {
  private CouponJson() {}

  static void write(JsonGenerator json, Coupon coupon) throws IOException {
    json.writeStringField("couponId", coupon.couponId());
    json.writeStringField("shop", coupon.shop());
    json.writeStringField("title", coupon.title());
    if (coupon.description().isPresent()) {
      json.writeStringField("description", coupon.description().get());
    }
    json.writeNumberField("lat", coupon.lat());
    json.writeNumberField("lon", coupon.lon());
    json.writeStringField("startsAt", Times.text(coupon.startsAt()));
    json.writeStringField("endsAt", Times.text(coupon.endsAt()));
  }

  static void write(JsonGenerator json, Redemption redemption) throws IOException {
    json.writeStringField("redemptionId", redemption.redemptionId());
    json.writeStringField("couponId", redemption.couponId());
    json.writeStringField("shop", redemption.shop());
    json.writeStringField("title", redemption.title());
    if (redemption.till().isPresent()) {
      json.writeStringField("till", redemption.till().get());
    }
    json.writeStringField("redeemedAt", Times.text(redemption.redeemedAt()));
  }
}
