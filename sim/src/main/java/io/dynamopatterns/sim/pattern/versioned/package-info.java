/** Optimistic locking: writers that append to lists. */
package io.dynamopatterns.sim.pattern.versioned;
