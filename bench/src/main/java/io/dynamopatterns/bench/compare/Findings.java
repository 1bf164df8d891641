package io.dynamopatterns.bench.compare;

import java.util.Map;
import java.util.TreeMap;

/** What was found in the histories of a contender. They run several at a time. */
final class Findings {
  private final Map<String, Long> counts = new TreeMap<>();

  /**
   * Adds to what was judged, as opposed to what was found wrong.
   *
   * @param what such as events
   */
  void judged(String what, long more) {
    found(judgedOf(what), more);
  }

  synchronized void found(String finding, long more) {
    counts.merge(finding, more, Long::sum);
  }

  synchronized long count(String finding) {
    return counts.getOrDefault(finding, 0L);
  }

  /** The name of the count of what was judged. */
  static String judgedOf(String what) {
    return what + " judged";
  }
}
