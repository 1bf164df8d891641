package io.dynamopatterns.history.record;

/** A stream record that cannot become an entry. */
public final class MalformedChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedChangeException(String message) {
    super(message);
  }

  MalformedChangeException(String message, Throwable cause) {
    super(message, cause);
  }
}
