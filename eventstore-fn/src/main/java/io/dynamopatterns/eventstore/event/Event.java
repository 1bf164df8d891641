package io.dynamopatterns.eventstore.event;

import java.time.Instant;

/**
 * An event as it came from the stream.
 *
 * @param key its place in the store
 * @param arrival when it arrived at Kinesis, as Kinesis says; the store time is never before it
 * @param partitionKey by which its producer put it on the stream
 * @param data what its producer put on the stream, unchanged; not to be modified
 */
public record Event(EventKey key, Instant arrival, String partitionKey, byte[] data) {}
