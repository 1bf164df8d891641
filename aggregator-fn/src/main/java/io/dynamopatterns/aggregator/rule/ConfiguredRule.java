package io.dynamopatterns.aggregator.rule;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The rule that the environment configures. All that it names must hold. */
public final class ConfiguredRule implements CompletionRule {
  private final OptionalLong count;
  private final Set<String> sources;
  private final Optional<EventPattern> matches;

  /**
   * @param count at least this number of events
   * @param sources at least one event from each of these; an empty set requires nothing
   * @param matches a pattern of EventBridge that at least one event matches
   */
  public ConfiguredRule(OptionalLong count, Set<String> sources, Optional<String> matches) {
    if (count.isEmpty() && sources.isEmpty() && matches.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the environment variables AGGREGATOR_RULE_COUNT, AGGREGATOR_RULE_SOURCES and"
              + " AGGREGATOR_RULE_MATCHES is set; allowed: one or more of them, or a bean of type"
              + " CompletionRule");
    }
    this.count = count;
    this.sources = Set.copyOf(sources);
    this.matches = matches.map(ConfiguredRule::pattern);
  }

  @Override
  public boolean isComplete(RoundProgress progress, AggregatedEvent latest) {
    return (count.isEmpty() || progress.count() >= count.getAsLong())
        && progress.sources().keySet().containsAll(sources)
        && matches.map(EventPattern::fingerprint).stream().allMatch(progress.marks()::contains);
  }

  @Override
  public List<String> missing(RoundProgress progress) {
    List<String> missing = new ArrayList<>();
    long left = count.orElse(0) - progress.count();
    if (left > 0) {
      missing.add(
          "%d more %s (%d of %d)"
              .formatted(
                  left, left == 1 ? "event" : "events", progress.count(), count.getAsLong()));
    }
    sources.stream()
        .filter(source -> !progress.sources().containsKey(source))
        .sorted()
        .forEach(source -> missing.add("an event of the source " + source));
    matches
        .filter(pattern -> !progress.marks().contains(pattern.fingerprint()))
        .ifPresent(pattern -> missing.add("an event that matches " + pattern));
    return List.copyOf(missing);
  }

  @Override
  public Set<String> sources() {
    return sources;
  }

  /** The mark names the pattern, so that what matched another pattern does not count for this. */
  @Override
  public Set<String> marks(AggregatedEvent event) {
    return matches
        .filter(pattern -> event.json().filter(pattern::matches).isPresent())
        .map(pattern -> Set.of(pattern.fingerprint()))
        .orElse(Set.of());
  }

  @Override
  public boolean readsWholeEvents() {
    return matches.isPresent();
  }

  private static EventPattern pattern(String text) {
    try {
      return new EventPattern(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "environment variable AGGREGATOR_RULE_MATCHES is '%s'; allowed: a pattern of EventBridge, like {\"type\":[\"CHECKOUT\"]}: %s"
              .formatted(text, e.getMessage()),
          e);
    }
  }
}
