package io.dynamopatterns.eventstore.ingest;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.eventstore.event.Event;
import java.util.List;

/**
 * A way to store events durably. To store the same events again changes nothing that a reader sees.
 */
public interface EventWriter {
  /**
   * Stores events.
   *
   * @param events in the order of their keys
   * @param turn which partition is next, for writers that take them by turns
   * @return which partition is next after that
   * @throws io.dynamopatterns.common.batch.NotWrittenException if not all are known to be stored
   */
  long write(List<Event> events, long turn, Deadline deadline);

  /** Whether events may stay in the buffer, out of the sight of readers. */
  default boolean isBuffered() {
    return false;
  }
}
