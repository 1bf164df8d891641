package io.dynamopatterns.periodic.table;

import java.time.Instant;

/**
 * A record of the stream that holds no event that can be collected.
 *
 * @param arrival when it came to the stream
 * @param shard the shard of the stream
 * @param sequence its sequence number in that shard
 * @param reason what is wrong with it, without its content
 * @param payload its content
 */
public record RejectedRecord(
    Instant arrival, String shard, String sequence, String reason, byte[] payload) {}
