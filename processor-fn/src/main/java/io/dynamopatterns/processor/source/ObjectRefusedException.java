package io.dynamopatterns.processor.source;

/**
 * The object cannot be read now, or does not exist: without permission to list, its store answers
 * both alike. The first may pass, as rights come late and keys are enabled again.
 */
public final class ObjectRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ObjectRefusedException(String message) {
    super(message);
  }
}
