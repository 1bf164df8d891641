package io.dynamopatterns.processor.lines;

import java.io.IOException;

/** An object's text cannot be read, or not any further; the message says why. */
final class BrokenTextException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenTextException(String message) {
    super(message);
  }
}
