/** What goes wrong in a history, and how often it did. */
package io.dynamopatterns.sim.fault;
