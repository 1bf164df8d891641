package io.dynamopatterns.processor.source;

/**
 * The object may not be read now, or is not there: its store says the same of both to who may not
 * know what there is. The first may pass, as rights come late and keys are enabled again.
 */
public final class ObjectRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ObjectRefusedException(String message) {
    super(message);
  }
}
