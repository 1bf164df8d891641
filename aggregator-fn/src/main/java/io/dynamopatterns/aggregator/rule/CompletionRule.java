package io.dynamopatterns.aggregator.rule;

import java.util.List;
import java.util.Set;

/**
 * Says when a round is complete. A bean of this type replaces the rule that the environment
 * configures.
 *
 * <p>It is asked after each event of a round, in the order in which events are counted, and at most
 * until it says yes. It may be asked again with the same, so it must depend on nothing but what it
 * is given: no clock, no random numbers, no state.
 */
@FunctionalInterface
public interface CompletionRule {
  /**
   * Whether the round is complete with this event.
   *
   * @param progress the round, this event included
   * @param latest the event that was just counted
   */
  boolean isComplete(RoundProgress progress, AggregatedEvent latest);

  /**
   * What an open round still needs, for people: {@code 3 more events}. The read function shows it.
   * A rule that does not say so returns an empty list.
   */
  default List<String> missing(RoundProgress progress) {
    return List.of();
  }

  /** The sources it asks about: they are counted by name, however many others a round has. */
  default Set<String> sources() {
    return Set.of();
  }

  /**
   * What the round remembers of this event. The marks are stored with the count in one write, so an
   * event that is counted has marked its round, once. {@link RoundProgress#marks} has the marks of
   * all events of the round. A round has up to ten of them, of up to 64 characters each.
   */
  default Set<String> marks(AggregatedEvent event) {
    return Set.of();
  }

  /**
   * Whether it looks at what events say. Then {@link AggregatedEvent#json} also has events that are
   * larger than one item: they are read from their parts, which costs a read unit for each 4 KB.
   */
  default boolean readsWholeEvents() {
    return false;
  }
}
