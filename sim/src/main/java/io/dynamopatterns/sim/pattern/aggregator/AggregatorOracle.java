package io.dynamopatterns.sim.pattern.aggregator;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.lambda.EventBus.Event;
import io.dynamopatterns.sim.pattern.Produced;
import io.dynamopatterns.sim.run.WorldTables;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The oracle: the different events that were produced, the counts of the rounds, and what the bus
 * was sent.
 */
final class AggregatorOracle {
  private final int complete;
  private final boolean nextRound;
  private final boolean expires;

  /**
   * @param expires whether rounds expire: which ones do depends on the time, so the oracle takes
   *     that from the table
   */
  AggregatorOracle(int complete, boolean nextRound, boolean expires) {
    this.complete = complete;
    this.nextRound = nextRound;
    this.expires = expires;
  }

  /**
   * @throws AssertionError if a count is wrong, or a round was not completed once
   */
  void check(Produced produced, List<Map<String, Attribute>> items, List<Event> events) {
    produced
        .ids()
        .forEach(
            (group, ids) -> {
              List<Map<String, Attribute>> rounds = rounds(items, group);
              checkGroup(group, ids.size(), rounds);
              rounds.forEach(round -> checkMembers(items, group, round));
            });
    long rejected =
        items.stream()
            .filter(item -> WorldTables.text(item, "pk").orElseThrow().startsWith("#rejected#"))
            .filter(item -> item.containsKey("reason"))
            .count();
    require(
        rejected == produced.poisoned(),
        "%d records are not events, and %d are kept as rejected"
            .formatted(produced.poisoned(), rejected));
    Map<String, JsonNode> closings = new HashMap<>();
    Map<String, String> types = new HashMap<>();
    for (Event event : events) {
      JsonNode before = closings.put(event.detail().get("id").asText(), event.detail());
      require(before == null || before.equals(event.detail()), "one id, two events: " + event);
      types.put(
          event.detail().get("group").asText() + " " + event.detail().get("round").asText(),
          event.type());
    }
    require(closings.size() == types.size(), "a round has two events: " + events);
    Map<String, String> expected = new HashMap<>();
    produced
        .ids()
        .keySet()
        .forEach(
            group ->
                rounds(items, group)
                    .forEach(
                        round ->
                            closing(round)
                                .ifPresent(
                                    type ->
                                        expected.put(group + " " + number(round, "round"), type))));
    require(types.equals(expected), "the bus has %s, but closed are %s".formatted(types, expected));
  }

  private static Optional<String> closing(Map<String, Attribute> round) {
    return switch (WorldTables.text(round, "state").orElseThrow()) {
      case "COMPLETE" -> Optional.of("AggregateCompleted");
      case "EXPIRED" -> Optional.of("AggregateExpired");
      default -> Optional.empty();
    };
  }

  private void checkGroup(String group, int events, List<Map<String, Attribute>> rounds) {
    long counted = rounds.stream().mapToLong(round -> number(round, "count")).sum();
    long late = rounds.stream().mapToLong(round -> number(round, "late")).sum();
    require(
        counted + late == events,
        "%s: %d different events, but %d counted and %d late: %s"
            .formatted(group, events, counted, late, rounds));
    require(
        nextRound || rounds.size() == 1, "%s has more than one round: %s".formatted(group, rounds));
    if (!expires) {
      Set<Optional<String>> ends =
          rounds.stream().map(AggregatorOracle::closing).collect(Collectors.toSet());
      require(
          !ends.contains(Optional.of("AggregateExpired")),
          "%s: nothing expires, and a round has: %s".formatted(group, rounds));
      int completed = nextRound ? events / complete : Math.min(1, events / complete);
      require(
          rounds.stream().filter(round -> closing(round).isPresent()).count() == completed,
          "%s: %d events complete %d rounds: %s".formatted(group, events, completed, rounds));
    }
    for (int i = 0; i < rounds.size(); i++) {
      Map<String, Attribute> round = rounds.get(i);
      long count = number(round, "count");
      boolean isComplete = closing(round).equals(Optional.of("AggregateCompleted"));
      require(
          isComplete ? count == complete : count < complete,
          "%s: a round of %d is not as it must be: %s".formatted(group, complete, round));
      require(
          i == rounds.size() - 1 || closing(round).isPresent(),
          "%s: a round is open that others follow: %s".formatted(group, rounds));
    }
  }

  /** Events of a round that tags them have its number. Those of the first round have none. */
  private static void checkMembers(
      List<Map<String, Attribute>> items, String group, Map<String, Attribute> round) {
    long number = number(round, "round");
    if (!round.containsKey("tagged") || number == 1) {
      return;
    }
    long members =
        items.stream()
            .filter(item -> item.containsKey("time") && !item.containsKey("counted"))
            .filter(item -> WorldTables.text(item, "pk").orElseThrow().equals(group))
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
        .filter(item -> WorldTables.text(item, "pk").orElseThrow().equals(group))
        .sorted(Comparator.comparingLong(round -> number(round, "round")))
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
