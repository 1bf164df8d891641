/** Fan-out: each subscriber gets each change that it wants, in order per item. */
package io.dynamopatterns.sim.pattern.fanout;
