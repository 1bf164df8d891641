package io.dynamopatterns.examples.coupons.coupon;

import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;

/** The tables that coupons are found in and redeemed from. */
public record CouponSettings(String coupons, String stock, String redemptions) {
  public static CouponSettings of(Variables variables) {
    return new CouponSettings(
        variables.required("COUPONS_TABLE", Kind.TABLE, "the table of promotions"),
        variables.required("COUPONS_STOCK_TABLE", Kind.TABLE, "the table of their stock"),
        variables.required("COUPONS_REDEMPTIONS_TABLE", Kind.TABLE, "the table of redemptions"));
  }
}
