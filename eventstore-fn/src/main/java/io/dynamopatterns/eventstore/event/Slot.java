package io.dynamopatterns.eventstore.event;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A span of time, stored in as many partitions as there are shards.
 *
 * @param start its beginning
 * @param shards the greatest number of shards that anyone wrote it with
 */
public record Slot(Instant start, int shards) {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

  /** The start of the slot of this time, where slots are as long as this. */
  public static Instant startOf(Instant time, Duration width) {
    long seconds = width.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
  }

  /** The start as text of a fixed width, which sorts as the times do. */
  public static String text(Instant start) {
    return MINUTES.format(start);
  }

  /** The start that such a text names. */
  public static Instant parse(String text) {
    return Instant.from(MINUTES.parse(text));
  }

  /** The key of one of its partitions. */
  public static String partition(Instant start, int shard) {
    return "%s#%03d".formatted(text(start), shard);
  }

  /** The keys of all its partitions. */
  public List<String> partitions() {
    return IntStream.range(0, shards).mapToObj(shard -> partition(start, shard)).toList();
  }
}
