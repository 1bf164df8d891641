package io.dynamopatterns.eventstore.event;

import io.dynamopatterns.common.Times;
import java.time.Instant;

/**
 * The place of an event in the one order of the store: its store time, then its source shard, then
 * its sequence number. Two events never have the same key, and none is the beginning of another.
 *
 * @param text the key as it is stored: the time in 24 characters, {@code #}, the shard, {@code #},
 *     and the sequence number, led by the count of its digits
 */
public record EventKey(String text) implements Comparable<EventKey> {
  private static final int COUNT_OF_DIGITS = 3;

  /** The key of an event. */
  public static EventKey of(Instant time, String shard, String sequence) {
    return new EventKey(Times.text(time) + '#' + shard + '#' + Sequence.sortable(sequence));
  }

  /** The store time. */
  public Instant time() {
    return Times.parse(text.substring(0, Times.LENGTH));
  }

  /** What names the event wherever it is stored: the source shard and the sequence number. */
  public String eventId() {
    int hash = text.lastIndexOf('#');
    return text.substring(Times.LENGTH + 1, hash)
        + ':'
        + text.substring(hash + 1 + COUNT_OF_DIGITS);
  }

  @Override
  public int compareTo(EventKey other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
