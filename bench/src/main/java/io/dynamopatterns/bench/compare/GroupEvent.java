package io.dynamopatterns.bench.compare;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.dynamopatterns.common.ingest.EventFields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * An event of a group, as a record of a Kinesis stream has it.
 *
 * @param amount what a counter of the group adds
 */
record GroupEvent(String group, String id, long amount, String json) {
  private static final int BYTES = 250;

  static GroupEvent parse(ByteBuffer data) {
    EventFields fields = EventFields.of(data.duplicate());
    return new GroupEvent(
        fields.text("group"),
        fields.text("id"),
        fields.whole("amount", 1, Long.MAX_VALUE).orElse(1L),
        text(data));
  }

  static GroupEvent of(KinesisEventRecord record) {
    return parse(record.getKinesis().getData().asReadOnlyBuffer());
  }

  /** The data of an event of 250 bytes that counts as one. */
  static String data(String group, String id, Instant time) {
    return data(group, id, 1, time);
  }

  /** The data of an event of 250 bytes. */
  static String data(String group, String id, long amount, Instant time) {
    String data =
        "{\"group\":\"%s\",\"id\":\"%s\",\"amount\":%d,\"time\":\"%s\",\"text\":\""
            .formatted(group, id, amount, time);
    return data + filling(id.hashCode(), BYTES - data.length() - 2) + "\"}";
  }

  /** Text that does not compress to nothing. */
  private static String filling(long seed, int length) {
    StringBuilder text = new StringBuilder(length);
    long number = seed;
    while (text.length() < length) {
      number = number * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
      text.append(Long.toString(number & Long.MAX_VALUE, Character.MAX_RADIX));
    }
    return text.substring(0, length);
  }

  private static String text(ByteBuffer data) {
    return StandardCharsets.UTF_8.decode(data.duplicate()).toString();
  }
}
