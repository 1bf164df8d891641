/** Operations of the aggregator: groups, rounds and their events. */
package io.dynamopatterns.operations.aggregator;
