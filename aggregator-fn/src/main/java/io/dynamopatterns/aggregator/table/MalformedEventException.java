package io.dynamopatterns.aggregator.table;

/** An item that should be an event and is none. The message says why, without its content. */
public final class MalformedEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedEventException(String reason) {
    super(reason);
  }
}
