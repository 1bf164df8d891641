/** Processor: work that is done once, and never stuck. */
package io.dynamopatterns.sim.pattern.processor;
