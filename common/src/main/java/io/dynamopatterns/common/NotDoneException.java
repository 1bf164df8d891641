package io.dynamopatterns.common;

/**
 * Records, items or events are not known to be done: they were not tried, refused, or no answer
 * came. It is safe to do them again, and a record that fails with this is delivered again. A
 * subclass lists what is left.
 */
public class NotDoneException extends RuntimeException {
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
