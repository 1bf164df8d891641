package io.dynamopatterns.operations;

/** An operation was not done. The message says what is wrong, where, and what to do. */
public final class OperationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why it was not done. */
  public enum Kind {
    /** The request is wrong, or names what the deployment does not have. */
    REQUEST,
    /** What was to be changed is no longer as it was read. */
    CONFLICT,
    /** A service or function refused or failed. */
    FAILED,
    /** A person did not confirm it. */
    NOT_CONFIRMED
  }

  private final Kind kind;

  private OperationException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** The request is wrong. */
  public static OperationException request(String message, Object... values) {
    return new OperationException(Kind.REQUEST, message.formatted(values), null);
  }

  /** What was to be changed is no longer as it was read. */
  public static OperationException conflict(String message, Object... values) {
    return new OperationException(Kind.CONFLICT, message.formatted(values), null);
  }

  /** A service or function refused or failed. */
  public static OperationException failed(Throwable cause, String message, Object... values) {
    return new OperationException(Kind.FAILED, message.formatted(values), cause);
  }

  /** A person did not confirm it. */
  public static OperationException notConfirmed(String message) {
    return new OperationException(Kind.NOT_CONFIRMED, message, null);
  }

  public Kind kind() {
    return kind;
  }
}
