/** All scenarios together: what tests and the nightly run go through. */
package io.dynamopatterns.sim.suite;
