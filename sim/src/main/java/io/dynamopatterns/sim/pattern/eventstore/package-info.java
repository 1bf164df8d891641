/** Event store: playback that is complete, stable and in order for every reader. */
package io.dynamopatterns.sim.pattern.eventstore;
