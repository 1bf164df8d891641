package io.dynamopatterns.common.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * An event that the fleet emits.
 *
 * @param source {@code dynamopatterns.<pattern>}
 * @param detailType what happened, for example {@code AggregateCompleted}
 * @param detail JSON text with at least {@code version} and a deterministic {@code id}, by which
 *     consumers tell duplicates
 * @param pointer the detail to send if the bus refuses the first one for its content: the same
 *     event, with a pointer in place of what producers wrote
 * @param time when it happened
 */
public record FleetEvent(
    String source, String detailType, String detail, Optional<String> pointer, Instant time) {
  /** What the service counts for the time of an entry. */
  private static final int TIME_BYTES = 14;

  /** An event without anything that producers wrote, or one that is a pointer already. */
  public FleetEvent(String source, String detailType, String detail, Instant time) {
    this(source, detailType, detail, Optional.empty(), time);
  }

  /**
   * The size of the event as an entry of PutEvents, in bytes.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size">
   *     Calculating PutEvents event entry size</a>
   */
  int size() {
    return TIME_BYTES + bytes(source) + bytes(detailType) + bytes(detail);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
