/**
 * A team's own Lambda functions on {@code common}: promotions that people find near a place and
 * redeem once each, from a stock in shards.
 */
package io.dynamopatterns.examples.coupons;
