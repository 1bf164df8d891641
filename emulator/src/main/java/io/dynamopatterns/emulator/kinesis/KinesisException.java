package io.dynamopatterns.emulator.kinesis;

/** A request that Kinesis refuses. */
final class KinesisException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;

  KinesisException(String type, String message) {
    super(message);
    this.type = type;
  }

  static KinesisException invalid(String message) {
    return new KinesisException("InvalidArgumentException", message);
  }

  String type() {
    return type;
  }
}
