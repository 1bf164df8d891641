package io.dynamopatterns.history.record;

/** A stream record that is no change, or none that is kept here. */
public final class MalformedChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong with the record, and what is allowed
   */
  public MalformedChangeException(String message) {
    super(message);
  }

  MalformedChangeException(String message, Throwable cause) {
    super(message, cause);
  }
}
