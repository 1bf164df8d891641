package io.dynamopatterns.processor.source;

/** The object is not there, or not any more what it was. Trying again is of no use. */
public final class ObjectGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ObjectGoneException(String message) {
    super(message);
  }
}
