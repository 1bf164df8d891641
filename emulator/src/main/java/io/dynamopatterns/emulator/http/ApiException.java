package io.dynamopatterns.emulator.http;

/** A request that a service refuses. */
public class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;

  /**
   * @param type AWS's name of the error
   */
  public ApiException(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  public final int status() {
    return status;
  }

  public final String type() {
    return type;
  }
}
