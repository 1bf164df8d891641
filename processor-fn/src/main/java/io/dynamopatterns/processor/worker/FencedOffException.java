package io.dynamopatterns.processor.worker;

/**
 * The run is not in charge of its work any more: its lease ran out and another run has taken over,
 * or someone paused or cancelled the work. A worker lets it pass; nothing it does from here on is
 * saved.
 */
public final class FencedOffException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says who is in charge now
   */
  public FencedOffException(String message) {
    super(message);
  }
}
