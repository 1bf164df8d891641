package io.dynamopatterns.local.log;

/** A line that cannot be read; the message says why. */
public final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedLineException(String message) {
    super(message);
  }
}
