package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.eventstore.table.Partitions;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the store as one sequence of events: for a page, or for a worker that plays it back to
 * somewhere.
 */
public final class EventStoreReader {
  private final Partitions partitions;
  private final int eventsPerItem;
  private final Clock clock;

  /**
   * @param eventsPerItem how many events an item has, roughly: by it fewer items than needed are
   *     asked for at first, and more later
   * @param clock by which events have expired
   */
  public EventStoreReader(Partitions partitions, int eventsPerItem, Clock clock) {
    this.partitions = partitions;
    this.eventsPerItem = eventsPerItem;
    this.clock = clock;
  }

  /**
   * The events of a span of time, in their order, each once.
   *
   * @param from the first store time
   * @param before the store time before which all are
   * @param place where to continue within the span, if it was begun
   * @param wanted how many events the caller will take, roughly
   * @param deadline after which nothing more is read
   */
  public EventSequence read(
      Instant from, Instant before, Optional<Place> place, int wanted, Deadline deadline) {
    return new EventSequence(
        partitions,
        new EventSequence.Span(from, before, place),
        Math.max(1, wanted / eventsPerItem),
        clock,
        deadline);
  }
}
