package io.dynamopatterns.common.stream;

/** Names the record of a lane that failed, where it is not the lane's first. */
public final class RecordFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Object failedRecord;

  /**
   * @param failedRecord a record of the lane that is being processed
   * @param cause why it failed
   */
  public RecordFailedException(Object failedRecord, Throwable cause) {
    super(cause.getMessage(), cause);
    this.failedRecord = failedRecord;
  }

  Object failedRecord() {
    return failedRecord;
  }
}
