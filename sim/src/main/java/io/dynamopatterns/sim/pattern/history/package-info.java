/** History: every change of a table, once and in order. */
package io.dynamopatterns.sim.pattern.history;
