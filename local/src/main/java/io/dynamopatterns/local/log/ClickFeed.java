package io.dynamopatterns.local.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.local.kinesis.KinesisStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Puts the lines of a log on a stream, one event for each. Identical lines are distinct events: an
 * event's id is the file's name and the line's number.
 */
public final class ClickFeed {
  /** Hears of each accepted line's time before its event is on the stream. */
  @FunctionalInterface
  public interface TimeListener {
    void reach(Instant time) throws InterruptedException;
  }

  private final String fileName;
  private final KinesisStream stream;
  private final RejectedLines rejected;
  private final TimeListener clock;
  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final Consumer<JsonNode> witness;

  /**
   * @param witness sees each accepted event before it is on the stream
   */
  public ClickFeed(
      String fileName,
      KinesisStream stream,
      RejectedLines rejected,
      TimeListener clock,
      Consumer<JsonNode> witness) {
    this.fileName = fileName;
    this.stream = stream;
    this.rejected = rejected;
    this.clock = clock;
    this.witness = witness;
  }

  /** Feeds one line. */
  public void feed(String text) throws IOException, InterruptedException {
    long number = lines.incrementAndGet();
    try {
      AccessLogLine line = AccessLogLine.parse(text);
      ObjectNode event = event(fileName + ":" + number, line);
      clock.reach(line.time());
      witness.accept(event);
      stream.put(line.client(), event.toString().getBytes(StandardCharsets.UTF_8));
      accepted.incrementAndGet();
    } catch (MalformedLineException e) {
      rejected.add(number, e.getMessage(), text);
    }
  }

  public long lines() {
    return lines.get();
  }

  public long accepted() {
    return accepted.get();
  }

  static ObjectNode event(String id, AccessLogLine line) {
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("client", line.client())
            .put("time", line.time().toString())
            .put("method", line.method())
            .put("path", line.path())
            .put("status", line.status())
            .put("bytes", line.bytes());
    put(event, "referer", line.referer());
    put(event, "userAgent", line.userAgent());
    return event;
  }

  private static void put(ObjectNode event, String name, Optional<String> value) {
    value.ifPresent(text -> event.put(name, text));
  }
}
