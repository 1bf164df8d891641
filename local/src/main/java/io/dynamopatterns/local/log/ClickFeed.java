package io.dynamopatterns.local.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.local.kinesis.KinesisStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

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

  /** The record of an event. */
  public record Click(String partitionKey, byte[] data) {
    /** As it comes from the line itself. */
    static Click of(JsonNode event) {
      return new Click(
          event.path("client").asText(), event.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Where the records of events come from. */
  @FunctionalInterface
  public interface Source {
    /** The lines themselves. */
    Source LINES = event -> Optional.of(Click.of(event));

    /**
     * @param event what a line says
     * @return empty if there is no record and none will come
     */
    Optional<Click> of(JsonNode event) throws InterruptedException;
  }

  /** Sees all that is fed. */
  public interface Witness {
    /** Hears of each accepted event before it is on the stream. */
    void accepted(JsonNode event);

    /** Hears of what an accepted event became, if anything. */
    default void fed(JsonNode event, Optional<Click> click) {}

    /** Hears of each line that cannot be read. */
    default void rejected(long lineNumber) {}
  }

  /** Kinesis's limit of a record. */
  private static final int MAX_BYTES = 10 * 1024 * 1024;

  private final String fileName;
  private final Source source;
  private final KinesisStream stream;
  private final RejectedLines rejected;
  private final TimeListener clock;
  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final List<? extends Witness> witnesses;

  public ClickFeed(
      String fileName,
      Source source,
      KinesisStream stream,
      RejectedLines rejected,
      TimeListener clock,
      List<? extends Witness> witnesses) {
    this.fileName = fileName;
    this.source = source;
    this.stream = stream;
    this.rejected = rejected;
    this.clock = clock;
    this.witnesses = witnesses;
  }

  /** Feeds one line. */
  public void feed(String text) throws IOException, InterruptedException {
    long number = lines.incrementAndGet();
    try {
      requireSize("line", text, 0);
      AccessLogLine line = AccessLogLine.parse(text);
      ObjectNode event = event(fileName + ":" + number, line);
      requireSize("line's record", event.toString(), line.client().length());
      clock.reach(line.time());
      witnesses.forEach(witness -> witness.accepted(event));
      Optional<Click> click = source.of(event);
      witnesses.forEach(witness -> witness.fed(event, click));
      click.ifPresent(record -> stream.put(record.partitionKey(), record.data()));
      accepted.incrementAndGet();
    } catch (MalformedLineException e) {
      rejected.add(number, e.getMessage(), text);
      witnesses.forEach(witness -> witness.rejected(number));
    }
  }

  private static void requireSize(String what, String text, int more)
      throws MalformedLineException {
    // A character has at most three bytes for each char: most lines need no look.
    if (text.length() > MAX_BYTES / 3 - more) {
      int bytes = text.getBytes(StandardCharsets.UTF_8).length + more;
      if (bytes > MAX_BYTES) {
        throw new MalformedLineException(
            "the %s has %d bytes, Kinesis takes %d".formatted(what, bytes, MAX_BYTES));
      }
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
