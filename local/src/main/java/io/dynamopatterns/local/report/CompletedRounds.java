package io.dynamopatterns.local.report;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many rounds the configured rule completes, by the lines of each group alone.
 *
 * @param count how many events complete a round; empty where a rule of the user's own or what
 *     events say decides
 * @param sourcesHold whether the lines come from all the sources that the rule waits for
 * @param nextRounds whether more lines begin another round
 */
record CompletedRounds(Optional<Long> count, boolean sourcesHold, boolean nextRounds) {
  static CompletedRounds of(Map<String, String> environment, String stream) {
    Set<String> sources = new HashSet<>();
    for (String source : list(environment, "AGGREGATOR_SOURCES")) {
      if (source.endsWith(":stream/" + stream)) {
        sources.add(source.substring(0, source.indexOf('=')));
      }
    }
    List<String> wanted = list(environment, "AGGREGATOR_RULE_SOURCES");
    Optional<Long> count =
        Optional.ofNullable(environment.get("AGGREGATOR_RULE_COUNT")).map(Long::valueOf);
    boolean matches = environment.containsKey("AGGREGATOR_RULE_MATCHES");
    return new CompletedRounds(
        matches ? Optional.empty() : count.isEmpty() && !wanted.isEmpty() ? Optional.of(1L) : count,
        sources.containsAll(wanted),
        "NEXT_ROUND".equals(environment.get("AGGREGATOR_AFTER_COMPLETION")));
  }

  /** Empty where a rule of the user's own or what events say decides. */
  Optional<Long> completed(Iterable<Long> linesByGroup) {
    if (count.isEmpty() || !sourcesHold) {
      return sourcesHold ? Optional.empty() : Optional.of(0L);
    }
    long completed = 0;
    for (long lines : linesByGroup) {
      long all = lines / count.get();
      completed += nextRounds ? all : Math.min(1, all);
    }
    return Optional.of(completed);
  }

  private static List<String> list(Map<String, String> environment, String name) {
    String text = environment.getOrDefault(name, "");
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }
}
