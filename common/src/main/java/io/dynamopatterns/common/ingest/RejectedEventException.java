package io.dynamopatterns.common.ingest;

/** An event that cannot be taken. The message says why, without any of the event's content. */
public final class RejectedEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RejectedEventException(String reason) {
    super(reason);
  }
}
