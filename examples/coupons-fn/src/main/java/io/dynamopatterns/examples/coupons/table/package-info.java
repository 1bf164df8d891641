/** The items of the three tables, and their keys. */
package io.dynamopatterns.examples.coupons.table;
