package io.dynamopatterns.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.kinesis.KinesisRecord;
import io.dynamopatterns.emulator.kinesis.KinesisShard;
import io.dynamopatterns.local.fleet.WorkItems;
import io.dynamopatterns.local.log.ClickFeed;
import io.dynamopatterns.local.log.LineOutcome;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A log on its way through the processor. What that puts on the stream is held here, and handed out
 * line by line in the order of the log, as far as the schedules' clock has come. So the processor
 * runs as it does on AWS, is never made to wait, and makes nothing late.
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

  private final String name;
  private final List<KinesisShard> shards;
  private final int[] positions;
  private final Map<String, LineOutcome.Click> held = new HashMap<>();
  private final Supplier<WorkItems> items;
  private final Thread watch;
  private volatile boolean ended;
  private WorkItems atEnd;

  /**
   * @param name what the log is called in the ids of its lines
   * @param delivered where the processor puts the lines
   * @param end comes in whatever way the work ends: nothing would bring more lines then
   * @param items of the processor's table, asked for after the end
   */
  ProcessedLog(String name, EmbeddedKinesisStream delivered, End end, Supplier<WorkItems> items) {
    this.name = name;
    this.items = items;
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
  public LineOutcome of(long line) throws InterruptedException {
    String id = name + ':' + line;
    while (!held.containsKey(id)) {
      boolean last = ended;
      if (!read()) {
        if (last) {
          String reason = atEnd().rejected().get(line);
          return reason == null ? new LineOutcome.Lost() : new LineOutcome.Rejected(reason);
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
    return held.remove(id);
  }

  /** The processor's items when the work has ended. */
  WorkItems atEnd() throws InterruptedException {
    watch.join();
    if (atEnd == null) {
      atEnd = items.get();
    }
    return atEnd;
  }

  /** Takes what was delivered meanwhile; false if that is nothing. */
  private boolean read() {
    boolean found = false;
    for (int i = 0; i < positions.length; i++) {
      List<KinesisRecord> records = shards.get(i).read(positions[i], READ_LIMIT);
      positions[i] += records.size();
      found |= !records.isEmpty();
      for (KinesisRecord record : records) {
        JsonNode event = event(record);
        held.put(
            event.path("id").asText(),
            new LineOutcome.Click(record.partitionKey(), record.data(), event));
      }
    }
    return found;
  }

  /** Without an id, which no line has, where the record is not a click. */
  private static JsonNode event(KinesisRecord record) {
    try {
      return JSON.readTree(record.data());
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
