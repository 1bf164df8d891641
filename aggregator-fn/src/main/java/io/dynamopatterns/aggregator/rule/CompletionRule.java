package io.dynamopatterns.aggregator.rule;

import java.util.Set;

/**
 * Says when a round is complete. A bean of this type replaces the rule that the environment
 * configures.
 *
 * <p>It is asked after each event of a round, in the order in which events are counted, and at most
 * until it says yes. It may be asked again with the same, so it must depend on nothing but what it
 * is told: no clock, no random, no state of its own.
 */
@FunctionalInterface
public interface CompletionRule {
  /**
   * Whether the round is complete with this event.
   *
   * @param progress the round, this event included
   * @param latest the event that was just counted
   */
  boolean isComplete(Progress progress, AggregatedEvent latest);

  /** The sources it asks about: they are counted by name, however many others a round has. */
  default Set<String> sources() {
    return Set.of();
  }
}
