package io.dynamopatterns.common;

/** Items were not read in time: there are perhaps more of them. It is safe to read them again. */
public final class NotReadException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what could not be read
   */
  public NotReadException(String message) {
    super(message);
  }
}
