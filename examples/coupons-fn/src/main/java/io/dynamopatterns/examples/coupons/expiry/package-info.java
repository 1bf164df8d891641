/** Promotions that have come to their end: events for those who act on it. */
package io.dynamopatterns.examples.coupons.expiry;
