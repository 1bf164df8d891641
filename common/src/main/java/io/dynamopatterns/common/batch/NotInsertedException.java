package io.dynamopatterns.common.batch;

/** An item could not be inserted. */
public final class NotInsertedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotInsertedException(String message) {
    super(message);
  }

  NotInsertedException(String message, Throwable cause) {
    super(message, cause);
  }
}
