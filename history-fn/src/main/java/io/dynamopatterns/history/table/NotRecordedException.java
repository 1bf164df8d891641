package io.dynamopatterns.history.table;

/** An entry could not be appended. */
public final class NotRecordedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotRecordedException(String message) {
    super(message);
  }

  NotRecordedException(String message, Throwable cause) {
    super(message, cause);
  }
}
