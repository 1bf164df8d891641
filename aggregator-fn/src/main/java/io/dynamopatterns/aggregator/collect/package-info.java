/** Takes events from Kinesis streams into the table. */
package io.dynamopatterns.aggregator.collect;
