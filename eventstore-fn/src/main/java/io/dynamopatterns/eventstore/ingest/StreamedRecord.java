package io.dynamopatterns.eventstore.ingest;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.EventKey;
import io.dynamopatterns.eventstore.event.Sequence;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record of the stream, as Lambda hands it over.
 *
 * @param shard the source shard
 * @param sequence its sequence number in the shard
 * @param arrival when it arrived at Kinesis, approximately
 */
record StreamedRecord(
    String shard, String sequence, Instant arrival, String partitionKey, byte[] data) {
  private static final Pattern EVENT_ID =
      Pattern.compile("(?<shard>shardId-[a-zA-Z0-9_.-]{1,120}):.*");

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException if it is none of Kinesis
   */
  static StreamedRecord of(KinesisEventRecord message) {
    KinesisEvent.Record kinesis = message.getKinesis();
    if (kinesis == null || kinesis.getData() == null) {
      throw new IllegalArgumentException("the record has no kinesis.data");
    }
    if (kinesis.getApproximateArrivalTimestamp() == null) {
      throw new IllegalArgumentException("the record has no kinesis.approximateArrivalTimestamp");
    }
    ByteBuffer data = kinesis.getData().duplicate();
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return new StreamedRecord(
        shard(message),
        Sequence.require(kinesis.getSequenceNumber()),
        Instant.ofEpochMilli(kinesis.getApproximateArrivalTimestamp().getTime()),
        Objects.requireNonNullElse(kinesis.getPartitionKey(), ""),
        bytes);
  }

  /** The source shard, which only the event id names: {@code <shard>:<sequence number>}. */
  static String shard(KinesisEventRecord message) {
    Matcher eventId = EVENT_ID.matcher(Objects.requireNonNullElse(message.getEventID(), ""));
    if (!eventId.matches()) {
      throw new IllegalArgumentException(
          "the record's eventID must be <shard>:<sequence number>, and <shard> must be shardId-"
              + " with up to 120 letters, digits and - _ . after it, but eventID is "
              + message.getEventID());
    }
    return eventId.group("shard");
  }

  /** The event, with this store time. */
  Event at(Instant time) {
    return new Event(EventKey.of(time, shard, sequence), arrival, partitionKey, data);
  }
}
