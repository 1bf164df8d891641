package io.dynamopatterns.examples.pagehits;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.dynamopatterns.common.Times;
import java.time.Instant;

/**
 * A click with its place in the stream.
 *
 * @param seen when it was delivered. Its position is kept for some days from then on: a redriven
 *     record may have arrived months ago, and its redrive may still be repeated tomorrow
 */
record StreamedClick(Click click, String shardId, String sequenceNumber, Instant seen) {

  static StreamedClick of(KinesisEventRecord message, Click click, Instant now) {
    return new StreamedClick(
        click,
        shardId(message.getEventID()),
        message.getKinesis().getSequenceNumber(),
        Times.max(now, message.getKinesis().getApproximateArrivalTimestamp().toInstant()));
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
