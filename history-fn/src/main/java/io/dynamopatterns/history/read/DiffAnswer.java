package io.dynamopatterns.history.read;

/**
 * Two versions of an item and what is different between them.
 *
 * @param from the earlier, or whichever the request named first
 * @param to the other
 */
public record DiffAnswer(Version from, Version to, Difference difference) {}
