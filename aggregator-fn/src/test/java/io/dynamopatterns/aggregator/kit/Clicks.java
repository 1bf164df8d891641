package io.dynamopatterns.aggregator.kit;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import io.dynamopatterns.testkit.KinesisEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A shard of a Kinesis stream, from which batches are cut. */
public final class Clicks {
  public static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private final String arn;
  private final List<KinesisEventRecord> messages = new ArrayList<>();

  public Clicks(String arn) {
    this.arn = arn;
  }

  /** Events of the stream of clicks. */
  public static Clicks clicks() {
    return new Clicks(Settings.CLICKS);
  }

  public Clicks add(String client, String id) {
    return addRaw(json(client, id, messages.size()));
  }

  /** As many events of a client as asked for, with ids from {@code <client>-0} on. */
  public Clicks add(String client, int events) {
    for (int i = 0; i < events; i++) {
      add(client, client + "-" + i);
    }
    return this;
  }

  public Clicks addRaw(String data) {
    return addRaw(data.getBytes(StandardCharsets.UTF_8));
  }

  public Clicks addRaw(byte[] data) {
    String sequenceNumber = Integer.toString(messages.size() + 1);
    messages.add(
        KinesisEvents.record(
            arn,
            "shardId-000000000000",
            sequenceNumber,
            "any",
            START.plusMillis(messages.size()),
            data));
    return this;
  }

  public static String json(String client, String id, int second) {
    return "{\"id\":\"%s\",\"client\":\"%s\",\"time\":\"%s\",\"path\":\"/articles/%d\"}"
        .formatted(id, client, START.plusSeconds(second), second % 7);
  }

  public int size() {
    return messages.size();
  }

  public KinesisEvent batch(int from, int to) {
    return KinesisEvents.of(messages.subList(from, to));
  }

  public KinesisEvent batch() {
    return batch(0, messages.size());
  }
}
