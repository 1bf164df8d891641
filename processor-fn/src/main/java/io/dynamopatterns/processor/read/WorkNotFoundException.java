package io.dynamopatterns.processor.read;

/** There is no such work; it was never submitted, or has expired. */
public final class WorkNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WorkNotFoundException(String id) {
    super("not found: work " + id);
  }
}
