package io.dynamopatterns.mapping.function;

/** A function threw, timed out, or could not be started. */
public final class InvocationException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvocationException(String message) {
    super(message);
  }

  public InvocationException(String message, Throwable cause) {
    super(message, cause);
  }
}
