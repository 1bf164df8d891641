package io.dynamopatterns.examples.pagehits;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.time.Instant;

/**
 * A click with its place in the stream.
 *
 * @param arrival when Kinesis took it in
 */
record StreamedClick(Click click, String shardId, String sequenceNumber, Instant arrival) {

  static StreamedClick of(KinesisEventRecord message, Click click) {
    return new StreamedClick(
        click,
        shardId(message.getEventID()),
        message.getKinesis().getSequenceNumber(),
        message.getKinesis().getApproximateArrivalTimestamp().toInstant());
  }

  /** The event id of a Kinesis record is {@code <shard id>:<sequence number>}. */
  private static String shardId(String eventId) {
    int colon = eventId == null ? -1 : eventId.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "the eventID of a Kinesis record is <shard id>:<sequence number>, not " + eventId);
    }
    return eventId.substring(0, colon);
  }
}
