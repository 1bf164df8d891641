/** Counts the events that the table's stream tells of. */
package io.dynamopatterns.aggregator.count;
