package io.dynamopatterns.common.delivery;

/** Names the record of a lane that failed, where it is not the lane's first. */
public final class RecordFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int index;

  /**
   * @param failed a record of the lane that is being processed
   * @param cause why it failed
   */
  public RecordFailedException(Delivered<?> failed, Throwable cause) {
    super(cause.getMessage(), cause);
    this.index = failed.index();
  }

  int index() {
    return index;
  }
}
