/** Periodic aggregator: each event in exactly one digest. */
package io.dynamopatterns.sim.pattern.periodic;
