package io.dynamopatterns.page;

/** An operation that was refused or failed. The message is shown as it is. */
public final class TaskException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why an operation was not done. */
  public enum Reason {
    /** The request is wrong; sending it again changes nothing. */
    INVALID(400),
    /** There is no such operation, item or resource. */
    NOT_FOUND(404),
    /** The item has changed meanwhile. */
    CONFLICT(409),
    /** The operation failed. */
    FAILED(500);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  public TaskException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public TaskException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static TaskException unknown(String name) {
    return new TaskException(
        Reason.NOT_FOUND, "There is no operation '%s' on this page.".formatted(name));
  }

  public Reason reason() {
    return reason;
  }
}
