/** Places on the earth, and the cells that the index of coupons is made of. */
package io.dynamopatterns.examples.coupons.place;
