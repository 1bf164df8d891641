/** Histories: what is in one, how many run, and what they have found. */
package io.dynamopatterns.sim.run;
