package io.dynamopatterns.common;

/**
 * A record or an item is not known to be done: it was not tried, it was refused, or no answer came.
 * It is safe to do it again, and a record that fails with this is delivered again.
 */
public final class NotDoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is not done, and why
   */
  public NotDoneException(String message) {
    super(message);
  }

  /**
   * @param message what is not done, and why
   * @param cause the failure of the last attempt
   */
  public NotDoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
