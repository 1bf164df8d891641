package io.dynamopatterns.processor.lines;

/** A line that has no record; the message says why. */
public final class RejectedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  public RejectedLineException(String message) {
    super(message);
  }
}
