package io.dynamopatterns.aggregator.rule;

import java.util.OptionalLong;
import java.util.Set;

/**
 * The rule that the environment configures; where it names both, both must hold.
 *
 * @param count at least so many events
 * @param sources at least one event from each of these; none asks for nothing
 */
public record ConfiguredRule(OptionalLong count, Set<String> sources) implements CompletionRule {
  public ConfiguredRule {
    sources = Set.copyOf(sources);
    if (count.isEmpty() && sources.isEmpty()) {
      throw new IllegalArgumentException(
          "neither environment variable AGGREGATOR_RULE_COUNT nor AGGREGATOR_RULE_SOURCES is set;"
              + " allowed: one of them, both, or a bean of type CompletionRule");
    }
  }

  @Override
  public boolean isComplete(Progress progress, AggregatedEvent latest) {
    return (count.isEmpty() || progress.count() >= count.getAsLong())
        && progress.sources().keySet().containsAll(sources);
  }
}
