package io.dynamopatterns.emulator.url;

/**
 * A function that can be called by HTTP.
 *
 * @param function its name
 */
public record FunctionUrlSpec(String function) {}
