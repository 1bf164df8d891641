package io.dynamopatterns.processor.table;

/**
 * A part of some work that cannot be done, while the rest can: a line that is malformed, or too
 * long.
 *
 * @param number which part
 * @param reason what is wrong with it
 */
public record RejectedPart(long number, String reason) {}
