package io.dynamopatterns.periodic.kit;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.dynamopatterns.testkit.KinesisEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A shard of a stream, from which batches are cut. */
public final class Records {
  private static final Instant ARRIVAL = Instant.parse("2026-11-20T12:00:00Z");

  private final List<KinesisEventRecord> records = new ArrayList<>();

  /** The records of these events. */
  public static Records of(List<Event> events) {
    Records records = new Records();
    events.forEach(event -> records.add(event.json(), ARRIVAL));
    return records;
  }

  public Records add(String data, Instant arrival) {
    return add(data.getBytes(StandardCharsets.UTF_8), arrival);
  }

  public Records add(byte[] data, Instant arrival) {
    String sequenceNumber = Integer.toString(records.size() + 1);
    records.add(
        KinesisEvents.record(null, "shardId-000000000000", sequenceNumber, "any", arrival, data));
    return this;
  }

  public int size() {
    return records.size();
  }

  public KinesisEvent batch() {
    return batch(0, records.size());
  }

  public KinesisEvent batch(int from, int to) {
    return KinesisEvents.of(records.subList(from, to));
  }
}
