package io.dynamopatterns.emulator.events;

/** A request that EventBridge refuses as a whole. */
final class EventBridgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;

  EventBridgeException(String type, String message) {
    super(message);
    this.type = type;
  }

  String type() {
    return type;
  }
}
