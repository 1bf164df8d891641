package io.dynamopatterns.aggregator.count;

import io.dynamopatterns.aggregator.round.StreamedEvent;

/** An event of which it cannot be told whether it was counted. It is set aside, never skipped. */
final class DoubtfulEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DoubtfulEventException(StreamedEvent event) {
    super(
        "sequence number %s is before what was counted of its group, and its time after it"
            .formatted(event.sequenceNumber()));
  }
}
