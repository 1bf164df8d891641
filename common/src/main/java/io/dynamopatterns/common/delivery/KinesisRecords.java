package io.dynamopatterns.common.delivery;

import static io.dynamopatterns.common.delivery.Received.required;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the records of Kinesis streams. */
final class KinesisRecords {
  /** The one place of the shard: {@code <shard>:<sequence number>}. */
  private static final Pattern EVENT_ID = Pattern.compile("(?<shard>[a-zA-Z0-9_.-]{1,128}):.*");

  private KinesisRecords() {}

  static List<Received<ByteBuffer>> of(List<KinesisEventRecord> records) {
    return Received.all(
        records,
        message -> message.getKinesis() == null ? null : message.getKinesis().getSequenceNumber(),
        KinesisRecords::read);
  }

  private static Delivered<ByteBuffer> read(int index, KinesisEventRecord message) {
    KinesisEvent.Record data = required(message.getKinesis(), "kinesis");
    String eventId = required(message.getEventID(), "eventID");
    Matcher parts = EVENT_ID.matcher(eventId);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "malformed record: eventID must be <shard>:<sequence number>, where <shard> has 1 to 128"
              + " letters, digits and - _ . , but is '%s'".formatted(eventId));
    }
    return new Delivered<>(
        index,
        required(data.getData(), "kinesis.data").asReadOnlyBuffer(),
        Objects.requireNonNullElse(data.getPartitionKey(), ""),
        Objects.requireNonNullElse(message.getEventSourceARN(), ""),
        parts.group("shard"),
        required(data.getSequenceNumber(), "kinesis.sequenceNumber"),
        required(data.getApproximateArrivalTimestamp(), "kinesis.approximateArrivalTimestamp")
            .toInstant(),
        eventId);
  }
}
