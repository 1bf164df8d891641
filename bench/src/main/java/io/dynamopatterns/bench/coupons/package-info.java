/** A burst on one coupon of the example coupons-fn. */
package io.dynamopatterns.bench.coupons;
