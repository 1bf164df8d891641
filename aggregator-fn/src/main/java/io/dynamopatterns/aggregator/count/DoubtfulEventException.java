package io.dynamopatterns.aggregator.count;

import io.dynamopatterns.aggregator.round.StreamedEvent;

/**
 * It is unknown whether this event was counted. It goes to the failure destination, and is never
 * skipped.
 */
final class DoubtfulEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DoubtfulEventException(StreamedEvent event) {
    super(
        "sequence number %s is before what was counted of its group, and its time after it"
            .formatted(event.sequenceNumber()));
  }
}
