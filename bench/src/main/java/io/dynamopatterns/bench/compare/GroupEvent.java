package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.dynamopatterns.common.ingest.EventFields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** An event of a group, as a record of a Kinesis stream has it. */
record GroupEvent(String group, String id, String json) {
  private static final int BYTES = 250;

  static GroupEvent parse(ByteBuffer data) {
    EventFields fields = EventFields.of(data.duplicate());
    return new GroupEvent(fields.text("group"), fields.text("id"), text(data));
  }

  static GroupEvent of(KinesisEventRecord record) {
    return parse(record.getKinesis().getData().asReadOnlyBuffer());
  }

  /** The data of an event of 250 bytes. */
  static String data(String group, String id, Instant time) {
    String data = "{\"group\":\"%s\",\"id\":\"%s\",\"time\":\"%s\",\"text\":\"".formatted(group, id, time);
    return data + "x".repeat(BYTES - data.length() - 2) + "\"}";
  }

  private static String text(ByteBuffer data) {
    return StandardCharsets.UTF_8.decode(data.duplicate()).toString();
  }
}
