/** Deterministic simulation of every pattern. */
package io.dynamopatterns.sim;
