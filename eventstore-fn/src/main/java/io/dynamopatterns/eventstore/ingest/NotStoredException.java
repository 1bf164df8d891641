package io.dynamopatterns.eventstore.ingest;

/** A batch is not known to be stored; it is to be delivered again. */
public final class NotStoredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotStoredException(String message) {
    super(message);
  }
}
