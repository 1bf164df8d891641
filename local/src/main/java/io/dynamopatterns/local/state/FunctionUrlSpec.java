package io.dynamopatterns.local.state;

/**
 * A function that can be called by HTTP.
 *
 * @param function its name
 */
public record FunctionUrlSpec(String function) {}
