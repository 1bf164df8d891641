package io.dynamopatterns.testkit;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Batches of a Kinesis stream as Lambda delivers them. */
public final class KinesisEvents {
  private KinesisEvents() {}

  /** A batch. */
  public static KinesisEvent of(List<KinesisEventRecord> records) {
    KinesisEvent event = new KinesisEvent();
    event.setRecords(List.copyOf(records));
    return event;
  }

  /**
   * A record.
   *
   * @param arn of the stream, or null if the test needs none
   */
  public static KinesisEventRecord record(
      String arn, String shard, String sequence, String key, Instant arrival, byte[] data) {
    KinesisEvent.Record content = new KinesisEvent.Record();
    content.setSequenceNumber(sequence);
    content.setPartitionKey(key);
    content.setApproximateArrivalTimestamp(Date.from(arrival));
    content.setData(ByteBuffer.wrap(data));
    KinesisEventRecord message = new KinesisEventRecord();
    message.setEventID(shard + ':' + sequence);
    message.setEventSourceARN(arn);
    message.setKinesis(content);
    return message;
  }
}
