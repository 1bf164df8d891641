package io.dynamopatterns.fanout.settings;

/**
 * Where a subscriber's messages go from its queue.
 *
 * @param type what the target is
 * @param name its name; null for a queue, which is the target itself
 */
public record SubscriberTarget(Type type, String name) {
  /** The kinds of targets, by their names in {@code FANOUT_SUBSCRIBERS}. */
  public enum Type {
    QUEUE,
    FUNCTION,
    EVENT_BUS,
    STREAM
  }
}
