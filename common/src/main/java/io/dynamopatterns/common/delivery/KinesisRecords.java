package io.dynamopatterns.common.delivery;

import static io.dynamopatterns.common.delivery.Received.required;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the records of Kinesis streams. */
final class KinesisRecords implements Received.Source<KinesisEventRecord, ByteBuffer> {
  /** The one place of the shard: {@code <shard>:<sequence number>}. */
  private static final Pattern EVENT_ID =
      Pattern.compile("(?<shard>shardId-[a-zA-Z0-9_.-]{1,120}):.*");

  /** The shard that was named last: mostly all records of a batch name the same one. */
  private String named = "";

  @Override
  public String identifier(KinesisEventRecord message) {
    return message.getKinesis() == null ? null : message.getKinesis().getSequenceNumber();
  }

  @Override
  public String key(KinesisEventRecord message) {
    return required(required(message.getKinesis(), "kinesis").getPartitionKey(), "partitionKey");
  }

  @Override
  public String shard(KinesisEventRecord message) {
    String eventId = required(message.getEventID(), "eventID");
    if (!named.isEmpty() && eventId.startsWith(named) && eventId.startsWith(":", named.length())) {
      return named;
    }
    Matcher parts = EVENT_ID.matcher(eventId);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "malformed record: eventID must be <shard>:<sequence number>, and <shard> must be shardId-"
              + " with up to 120 letters, digits and - _ . after it, but eventID is "
              + eventId);
    }
    named = parts.group("shard");
    return named;
  }

  @Override
  public Delivered<ByteBuffer> read(int index, KinesisEventRecord message) {
    KinesisEvent.Record data = required(message.getKinesis(), "kinesis");
    return new Delivered<>(
        index,
        required(data.getData(), "kinesis.data").asReadOnlyBuffer(),
        Objects.requireNonNullElse(data.getPartitionKey(), ""),
        Objects.requireNonNullElse(message.getEventSourceARN(), ""),
        shard(message),
        required(data.getSequenceNumber(), "kinesis.sequenceNumber"),
        required(data.getApproximateArrivalTimestamp(), "kinesis.approximateArrivalTimestamp")
            .toInstant(),
        message.getEventID());
  }
}
