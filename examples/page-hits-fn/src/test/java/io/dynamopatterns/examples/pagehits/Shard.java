package io.dynamopatterns.examples.pagehits;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/** A shard of clicks, from which batches are cut. */
final class Shard {
  private static final Instant ARRIVAL = Instant.parse("2026-11-20T10:00:00Z");

  private final String id;
  private final List<KinesisEventRecord> messages = new ArrayList<>();

  Shard(String id) {
    this.id = id;
  }

  /** One click of ten bytes on each of these paths, a second apart. */
  Shard add(List<String> paths) {
    for (String path : paths) {
      addRaw(
          "{\"path\":\"%s\",\"time\":\"%s\",\"bytes\":10}"
              .formatted(path, ARRIVAL.plusSeconds(messages.size())));
    }
    return this;
  }

  Shard addRaw(String data) {
    KinesisEventRecord message = message(Integer.toString(messages.size() + 1), data);
    message.setEventID(id + ":" + message.getKinesis().getSequenceNumber());
    messages.add(message);
    return this;
  }

  int size() {
    return messages.size();
  }

  KinesisEvent batch(int from, int to) {
    KinesisEvent event = new KinesisEvent();
    event.setRecords(messages.subList(from, to));
    return event;
  }

  KinesisEvent batch() {
    return batch(0, messages.size());
  }

  static KinesisEventRecord message(String sequenceNumber, String data) {
    KinesisEvent.Record content = new KinesisEvent.Record();
    content.setSequenceNumber(sequenceNumber);
    content.setPartitionKey("any");
    content.setApproximateArrivalTimestamp(Date.from(ARRIVAL));
    content.setData(ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8)));
    KinesisEventRecord message = new KinesisEventRecord();
    message.setEventID("shardId-000000000000:" + sequenceNumber);
    message.setKinesis(content);
    return message;
  }
}
