package io.dynamopatterns.emulator.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisRecord;
import io.dynamopatterns.emulator.kinesis.KinesisShard;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.mapping.StreamKind;
import io.dynamopatterns.mapping.StreamSource;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;

/** A Kinesis stream of this JVM, in the JSON that Lambda hands to functions. */
public record KinesisStreamSource(EmbeddedKinesisStream stream, String arn)
    implements StreamSource {
  @Override
  public StreamKind kind() {
    return StreamKind.KINESIS;
  }

  @Override
  public List<Shard> open(boolean fromTrimHorizon) {
    return stream.shards().stream()
        .<Shard>map(shard -> new Cursor(shard, fromTrimHorizon ? 0 : shard.size()))
        .toList();
  }

  private final class Cursor implements Shard {
    private final KinesisShard shard;
    private int position;

    Cursor(KinesisShard shard, int position) {
      this.shard = shard;
      this.position = position;
    }

    @Override
    public String id() {
      return shard.id();
    }

    @Override
    public List<SourceRecord> read(int limit) {
      List<KinesisRecord> records = shard.read(position, limit);
      position += records.size();
      return records.stream().map(this::record).toList();
    }

    private SourceRecord record(KinesisRecord record) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.putObject("kinesis")
          .put("kinesisSchemaVersion", "1.0")
          .put("partitionKey", record.partitionKey())
          .put("sequenceNumber", record.sequenceNumber())
          .put("data", Base64.getEncoder().encodeToString(record.data()))
          .put(
              "approximateArrivalTimestamp",
              BigDecimal.valueOf(record.arrived().toEpochMilli(), 3));
      json.put("eventSource", "aws:kinesis");
      json.put("eventVersion", "1.0");
      json.put("eventID", shard.id() + ":" + record.sequenceNumber());
      json.put("eventName", "aws:kinesis:record");
      json.put("invokeIdentityArn", "arn:aws:iam::123456789012:role/local");
      json.put("awsRegion", "us-east-1");
      json.put("eventSourceARN", arn);
      return SourceRecord.of(
          record.sequenceNumber(), record.partitionKey(), record.arrived(), json);
    }
  }
}
