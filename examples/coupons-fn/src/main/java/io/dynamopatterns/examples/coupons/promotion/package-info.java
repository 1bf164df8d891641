/** What admins may do: start promotions, end them, and see what was redeemed. */
package io.dynamopatterns.examples.coupons.promotion;
