/** Counts the events that the table's stream delivers. */
package io.dynamopatterns.aggregator.count;
