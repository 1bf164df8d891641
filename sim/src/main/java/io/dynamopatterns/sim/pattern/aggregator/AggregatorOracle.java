package io.dynamopatterns.sim.pattern.aggregator;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.lambda.EventBus.Event;
import io.dynamopatterns.sim.run.Tables;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The oracle: the different events that were produced, the counts of the rounds, and what the bus
 * was sent.
 */
final class AggregatorOracle {
  private final int complete;
  private final boolean nextRound;
  private final Map<String, Set<String>> produced = new TreeMap<>();

  AggregatorOracle(int complete, boolean nextRound) {
    this.complete = complete;
    this.nextRound = nextRound;
  }

  void produced(String group, String id) {
    produced.computeIfAbsent(group, any -> new HashSet<>()).add(id);
  }

  /**
   * @throws AssertionError if a count is wrong, or a round was not completed once
   */
  void check(List<Map<String, Attribute>> items, List<Event> events) {
    produced.forEach(
        (group, ids) -> {
          List<Map<String, Attribute>> rounds = rounds(items, group);
          checkGroup(group, ids.size(), rounds);
          rounds.forEach(round -> checkMembers(items, group, round));
        });
    Map<String, JsonNode> completions = new HashMap<>();
    Set<String> rounds = new HashSet<>();
    for (Event event : events) {
      require(event.type().equals("AggregateCompleted"), "another event: " + event);
      JsonNode before = completions.put(event.detail().get("id").asText(), event.detail());
      require(before == null || before.equals(event.detail()), "one id, two events: " + event);
      rounds.add(event.detail().get("group").asText() + event.detail().get("round").asText());
    }
    require(completions.size() == rounds.size(), "a round has two completions: " + events);
    int expected = produced.values().stream().mapToInt(ids -> completed(ids.size())).sum();
    require(
        completions.size() == expected,
        "%d rounds should be completed, but the bus has %s".formatted(expected, events));
  }

  private int completed(int events) {
    return nextRound ? events / complete : Math.min(1, events / complete);
  }

  private void checkGroup(String group, int events, List<Map<String, Attribute>> rounds) {
    long counted = rounds.stream().mapToLong(round -> number(round, "count")).sum();
    long late = rounds.stream().mapToLong(round -> number(round, "late")).sum();
    require(
        counted + late == events,
        "%s: %d different events, but %d counted and %d late: %s"
            .formatted(group, events, counted, late, rounds));
    long complete =
        rounds.stream()
            .filter(round -> Tables.text(round, "state").orElseThrow().equals("COMPLETE"))
            .count();
    require(
        complete == completed(events),
        "%s: %d events, but %d rounds are complete: %s".formatted(group, events, complete, rounds));
  }

  /** Events that a round does not list have its number. Those of the first round have none. */
  private static void checkMembers(
      List<Map<String, Attribute>> items, String group, Map<String, Attribute> round) {
    long number = number(round, "round");
    if (round.containsKey("members") || number == 1) {
      return;
    }
    long members =
        items.stream()
            .filter(item -> item.containsKey("time") && !item.containsKey("counted"))
            .filter(item -> Tables.text(item, "pk").orElseThrow().equals(group))
            .filter(item -> number(item, "round") == number)
            .count();
    long expected = number(round, "count") + number(round, "late");
    require(
        members == expected,
        "%s: round %d has %d events, and %d are tagged: %s"
            .formatted(group, number, expected, members, items));
  }

  private static List<Map<String, Attribute>> rounds(
      List<Map<String, Attribute>> items, String group) {
    return items.stream()
        .filter(item -> item.containsKey("counted"))
        .filter(item -> Tables.text(item, "pk").orElseThrow().equals(group))
        .toList();
  }

  private static long number(Map<String, Attribute> item, String attribute) {
    return item.get(attribute) instanceof Attribute.N number ? number.value().longValue() : 0;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
