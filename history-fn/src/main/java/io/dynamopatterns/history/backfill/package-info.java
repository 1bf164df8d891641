/** Gives a table that already has data the beginning of its history. */
package io.dynamopatterns.history.backfill;
