/** Aggregator: exact counts, and one completion per round. */
package io.dynamopatterns.sim.pattern.aggregator;
