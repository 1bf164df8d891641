package io.dynamopatterns.history.restore;

/** A restore that was not done, and nothing was written. */
public final class RestoreRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RestoreRefusedException(String message) {
    super("not restored: " + message);
  }

  RestoreRefusedException(String message, Throwable cause) {
    super("not restored: " + message, cause);
  }
}
