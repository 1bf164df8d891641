package io.dynamopatterns.processor.lines;

/**
 * A record for the stream.
 *
 * @param partitionKey records of the same key stay in order
 * @param data the record's bytes
 */
public record LineRecord(String partitionKey, byte[] data) {}
