package io.dynamopatterns.common.delivery;

import java.time.Instant;

/**
 * A stream record or queue message, read once: its value, and its place in its source.
 *
 * @param index its place in the batch, from 0
 * @param value what it holds
 * @param key what its source orders it by: the partition key in Kinesis, the item's key as JSON in
 *     a table's stream, the message group in a FIFO queue, the message's id in a standard queue
 * @param source the ARN of the stream or queue; empty if the record does not name it
 * @param shard within what sequence numbers rise: a shard of Kinesis, the label of a table's
 *     stream, the message group of a FIFO queue
 * @param sequenceNumber digits, without a sign; empty in a standard queue
 * @param arrival when the record or message came into its source; streams of tables say it to the
 *     second
 * @param id of the record or message, the same at every delivery
 * @param <T> the type of the value
 */
public record Delivered<T>(
    int index,
    T value,
    String key,
    String source,
    String shard,
    String sequenceNumber,
    Instant arrival,
    String id) {

  /** The same record with another value. */
  public <U> Delivered<U> with(U other) {
    return new Delivered<>(index, other, key, source, shard, sequenceNumber, arrival, id);
  }

  /** Names the record in a log line: names and values in turn, as {@code Telemetry} takes them. */
  public Object[] logFields() {
    String name = source.contains(":sqs:") ? "messageId" : "eventId";
    return new Object[] {"source", source, name, id, "sequenceNumber", sequenceNumber};
  }
}
