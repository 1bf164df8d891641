package io.dynamopatterns.local.log;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts the lines of a log on a stream, one event for each. What a line says is decided by its
 * source alone: this knows no format.
 */
public final class ClickFeed {
  /** Hears of each accepted line's time before its event is on the stream. */
  @FunctionalInterface
  public interface TimeListener {
    void reach(Instant time) throws InterruptedException;
  }

  /** Where the records of lines come from. */
  @FunctionalInterface
  public interface Source {
    /**
     * @param line its number, from 1 on
     */
    LineOutcome of(long line) throws InterruptedException;
  }

  /** Sees all that is fed. */
  public interface Witness {
    /** Hears of each accepted event before it is on the stream. */
    default void accepted(JsonNode event) {}

    /** Hears of each accepted event beside the text that it was read from. */
    default void read(JsonNode event, String text) {}

    /** Hears of each line that was neither accepted nor rejected. */
    default void lost(long line) {}
  }

  private final Source source;
  private final EmbeddedKinesisStream stream;
  private final RejectedLines rejected;
  private final TimeListener clock;
  private final AtomicLong lines = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final List<? extends Witness> witnesses;

  public ClickFeed(
      Source source,
      EmbeddedKinesisStream stream,
      RejectedLines rejected,
      TimeListener clock,
      List<? extends Witness> witnesses) {
    this.source = source;
    this.stream = stream;
    this.rejected = rejected;
    this.clock = clock;
    this.witnesses = witnesses;
  }

  /** Feeds one line. */
  public void feed(String text) throws IOException, InterruptedException {
    long number = lines.incrementAndGet();
    switch (source.of(number)) {
      case LineOutcome.Click click -> {
        clock.reach(Instant.parse(click.event().path("time").asText()));
        witnesses.forEach(witness -> witness.accepted(click.event()));
        witnesses.forEach(witness -> witness.read(click.event(), text));
        stream.put(click.partitionKey(), click.data());
        accepted.incrementAndGet();
      }
      case LineOutcome.Rejected line -> rejected.add(number, line.reason(), text);
      case LineOutcome.Lost lost -> witnesses.forEach(witness -> witness.lost(number));
    }
  }

  public long lines() {
    return lines.get();
  }

  public long accepted() {
    return accepted.get();
  }
}
