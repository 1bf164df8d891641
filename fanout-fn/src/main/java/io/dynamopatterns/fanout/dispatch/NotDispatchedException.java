package io.dynamopatterns.fanout.dispatch;

/** Neither of a subscriber's queues took the message of a change. */
final class NotDispatchedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotDispatchedException(String reason) {
    super("not dispatched: " + reason);
  }
}
