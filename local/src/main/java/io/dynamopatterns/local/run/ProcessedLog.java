package io.dynamopatterns.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.local.kinesis.KinesisRecord;
import io.dynamopatterns.local.kinesis.KinesisShard;
import io.dynamopatterns.local.kinesis.KinesisStream;
import io.dynamopatterns.local.log.ClickFeed;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A log on its way through the processor. What that puts on the stream is held here, and handed out
 * line by line to who feeds the stream in the order of the log, as far as the schedules' clock has
 * come. So the processor runs as it does on AWS, is never made to wait, and makes nothing late.
 */
final class ProcessedLog implements ClickFeed.Source, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int READ_LIMIT = 1000;
  private static final int POLL_MILLIS = 5;

  /** Waits until the work has ended. */
  @FunctionalInterface
  interface End {
    void await() throws InterruptedException;
  }

  private final List<KinesisShard> shards;
  private final int[] positions;
  private final Map<String, ClickFeed.Click> held = new HashMap<>();
  private final Thread watch;
  private volatile boolean ended;

  /**
   * @param delivered where the processor puts the lines
   * @param end comes in whatever way the work ends: nothing would bring more lines then
   */
  ProcessedLog(KinesisStream delivered, End end) {
    shards = delivered.shards();
    positions = new int[shards.size()];
    watch = Thread.ofPlatform().name("processed").daemon().unstarted(() -> watch(end));
  }

  /** To be called when the work is submitted. */
  void start() {
    watch.start();
  }

  private void watch(End end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended = true;
    }
  }

  @Override
  public Optional<ClickFeed.Click> of(JsonNode event) throws InterruptedException {
    String id = event.path("id").asText();
    while (!held.containsKey(id)) {
      boolean last = ended;
      if (!read()) {
        if (last) {
          return Optional.empty();
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
    return Optional.of(held.remove(id));
  }

  /** Takes what was delivered meanwhile; false if that is nothing. */
  private boolean read() {
    boolean found = false;
    for (int i = 0; i < positions.length; i++) {
      List<KinesisRecord> records = shards.get(i).read(positions[i], READ_LIMIT);
      positions[i] += records.size();
      found |= !records.isEmpty();
      for (KinesisRecord record : records) {
        held.put(id(record), new ClickFeed.Click(record.partitionKey(), record.data()));
      }
    }
    return found;
  }

  /** Empty, which no line has, where the record is not a click. */
  private static String id(KinesisRecord record) {
    try {
      return JSON.readTree(record.data()).path("id").asText();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
