package io.dynamopatterns.processor.worker;

/** The work cannot be done, now or later: it fails at once, with this message as its reason. */
public final class WorkFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason for people: what is wrong, and where
   */
  public WorkFailedException(String reason) {
    super(reason);
  }
}
