package io.dynamopatterns.emulator.kinesis;

import java.time.Instant;

/** A record of a shard. */
public record KinesisRecord(
    String sequenceNumber, String partitionKey, byte[] data, Instant arrived) {}
