/** What everyone who is signed in may do: find coupons, and redeem them. */
package io.dynamopatterns.examples.coupons.coupon;
