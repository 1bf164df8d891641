package io.dynamopatterns.emulator.api;

/** A request that a service refuses. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;

  ApiException(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  int status() {
    return status;
  }

  /** AWS's name of the error. */
  String type() {
    return type;
  }
}
