package io.dynamopatterns.examples.pagehits;

/** A click without what it needs; the message does not quote the click. */
final class InvalidClickException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidClickException(String message) {
    super(message);
  }
}
