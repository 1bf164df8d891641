/** One virtual clock, and one scheduler that runs programs by turns in an order given by a seed. */
package io.dynamopatterns.sim.schedule;
