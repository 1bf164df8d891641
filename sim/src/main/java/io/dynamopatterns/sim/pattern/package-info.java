/** The scenarios of the patterns. */
package io.dynamopatterns.sim.pattern;
