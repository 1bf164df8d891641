package io.dynamopatterns.mapping;

/** Terraform's state cannot be used; the message says what is wrong and where. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StateException(String message) {
    super(message);
  }

  public StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
