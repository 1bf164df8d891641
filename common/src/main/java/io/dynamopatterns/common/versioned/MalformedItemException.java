package io.dynamopatterns.common.versioned;

/** A stored item whose version or write tokens this library cannot have written. */
public final class MalformedItemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedItemException(String message, Throwable cause) {
    super(message, cause);
  }
}
