package io.dynamopatterns.sim.pattern.aggregator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The oracle of a soak: each group's rounds are completed one after the other, with an exact count.
 * An event that is published again is the same one. It remembers the last rounds of each group
 * only, so that it does not grow.
 */
final class SoakRounds {
  /** Of each group: more than those of which an event may be published again. */
  static final int KEPT = 200;

  private final int complete;
  private final Map<String, NavigableMap<Long, JsonNode>> rounds = new HashMap<>();

  /**
   * @param complete the number of events that completes a round
   */
  SoakRounds(int complete) {
    this.complete = complete;
  }

  /** The last round of a group; 0 if none is complete. */
  long last(String group) {
    NavigableMap<Long, JsonNode> completed = rounds.get(group);
    return completed == null ? 0 : completed.lastKey();
  }

  /**
   * @throws AssertionError if the round does not follow those before it, has another count, or was
   *     completed otherwise before
   */
  void add(JsonNode event) {
    String group = event.get("group").asText();
    long round = event.get("round").asLong();
    long last = last(group);
    require(
        round > last - KEPT && round <= last + 1,
        "%s: round %d follows %d".formatted(group, round, last));
    require(event.get("count").asInt() == complete, "a wrong count: " + event);
    NavigableMap<Long, JsonNode> completed = rounds.computeIfAbsent(group, any -> new TreeMap<>());
    JsonNode before = completed.putIfAbsent(round, event);
    require(
        before == null || before.equals(event),
        "a round was completed as %s and as %s".formatted(before, event));
    completed.headMap(last(group) - KEPT, true).clear();
  }

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
