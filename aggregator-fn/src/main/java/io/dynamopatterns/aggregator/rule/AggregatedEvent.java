package io.dynamopatterns.aggregator.rule;

import java.time.Instant;
import java.util.Optional;

/**
 * An event as it is stored.
 *
 * @param group the key that it is collected under
 * @param id by which its duplicates are recognised; unique within its group
 * @param source where it comes from
 * @param time when it happened, by its own account
 * @param json the whole event; empty if it was stored without, or is larger than one item (400 KB)
 *     and the rule does not read whole events
 */
public record AggregatedEvent(
    String group, String id, String source, Instant time, Optional<String> json) {
  /** The event with all that it says. */
  public AggregatedEvent withJson(Optional<String> whole) {
    return new AggregatedEvent(group, id, source, time, whole);
  }
}
