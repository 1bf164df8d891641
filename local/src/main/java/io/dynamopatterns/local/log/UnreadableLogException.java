package io.dynamopatterns.local.log;

import java.io.IOException;

/** Not one line of a log can be read; the message says why. */
public final class UnreadableLogException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnreadableLogException(String message) {
    super(message);
  }
}
