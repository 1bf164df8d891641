package io.dynamopatterns.history.read;

/** An answer that would not fit what Lambda can return. */
public final class AnswerTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AnswerTooLargeException(String message) {
    super("answer too large: " + message);
  }
}
