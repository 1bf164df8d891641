package io.dynamopatterns.bench.compare;

import java.util.Map;
import java.util.TreeMap;

/** What was found in the histories of a contender. They run several at a time. */
final class Findings {
  private final Map<String, Long> counts = new TreeMap<>();
  private long operations;

  /** Adds operations that were judged. */
  synchronized void judged(long more) {
    operations += more;
  }

  synchronized void found(String finding, long more) {
    counts.merge(finding, more, Long::sum);
  }

  synchronized long operations() {
    return operations;
  }

  synchronized long count(String finding) {
    return counts.getOrDefault(finding, 0L);
  }
}
