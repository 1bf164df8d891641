package io.dynamopatterns.processor.worker;

/**
 * What the work needs is not there yet, and waiting longer would only take up the run's time. The
 * work waits outside of a run and continues later from the last progress that the worker reported.
 * That is not a failure: it may happen as often as the work has hops.
 */
public final class NotYetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason for people: what is missing, and where
   */
  public NotYetException(String reason) {
    super(reason);
  }
}
