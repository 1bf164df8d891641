package io.dynamopatterns.fanout.deliver;

/** A subscriber's target did not take a message. */
final class NotDeliveredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotDeliveredException(String subscriber, String reason) {
    super("subscriber %s: %s".formatted(subscriber, reason));
  }
}
