package io.dynamopatterns.sim.pattern.processor;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.lambda.EventBus.Event;
import io.dynamopatterns.sim.run.WorldTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The oracle: what was submitted, the effects of its steps, every version of every item, and what
 * the bus was sent.
 */
final class ProcessorOracle {
  private static final Set<String> ENDS = Set.of("DONE", "FAILED");

  private final Map<String, Integer> submitted = new LinkedHashMap<>();

  void submitted(String work, int steps) {
    submitted.put(work, steps);
  }

  /**
   * @param read the records of the table's stream that were not lost: an end is published by its
   *     record
   * @throws AssertionError if work is stuck, not done though it says so, done under two hands, or
   *     its end is not published once
   */
  void check(ModelTable table, Steps steps, List<Event> events, List<SourceRecord> read) {
    Map<String, List<Map<String, Attribute>>> versions = new HashMap<>();
    for (ModelChange change : table.changes()) {
      if (!submitted.containsKey(((Attribute.S) change.key().partition()).value())) {
        continue;
      }
      change
          .after()
          .ifPresent(
              item ->
                  versions.computeIfAbsent(text(item, "pk"), any -> new ArrayList<>()).add(item));
    }
    versions.forEach(ProcessorOracle::checkVersions);
    Map<String, JsonNode> ends = new HashMap<>();
    for (Event event : events) {
      JsonNode before = ends.put(event.detail().get("id").asText(), event.detail());
      require(before == null || before.equals(event.detail()), "one id, two events: " + event);
    }
    Set<String> ended =
        read.stream()
            .map(record -> record.json().at("/dynamodb/NewImage"))
            .filter(image -> ENDS.contains(image.at("/state/S").asText()))
            .map(image -> image.at("/pk/S").asText())
            .collect(Collectors.toSet());
    versions.forEach(
        (work, ofWork) -> {
          Map<String, Attribute> last = ofWork.getLast();
          String state = text(last, "state");
          require(ENDS.contains(state), "%s is stuck: %s".formatted(work, last));
          long published =
              ends.values().stream()
                  .filter(detail -> detail.get("work").asText().equals(work))
                  .count();
          require(
              published == (ended.contains(work) ? 1 : 0),
              "%s has %d ends on the bus".formatted(work, published));
          if (state.equals("DONE")) {
            require(
                steps.effects(work).size() == submitted.get(work)
                    && IntStream.range(0, submitted.get(work))
                        .allMatch(steps.effects(work)::contains),
                "%s is done with the steps %s of %d"
                    .formatted(work, steps.effects(work), submitted.get(work)));
          }
        });
  }

  /** Progress never goes back, and a runner that another one has followed writes no more. */
  private static void checkVersions(String work, List<Map<String, Attribute>> versions) {
    int reached = 0;
    List<String> runners = new ArrayList<>();
    boolean ended = false;
    boolean running = false;
    for (Map<String, Attribute> version : versions) {
      require(!ended, "%s was written after its end: %s".formatted(work, version));
      ended = ENDS.contains(text(version, "state"));
      int next =
          Optional.ofNullable(version.get("cursor"))
              .map(cursor -> ((Attribute.M) cursor).entries().get("next"))
              .map(value -> Integer.parseInt(((Attribute.S) value).value()))
              .orElse(0);
      require(next >= reached, "%s fell back to %d: %s".formatted(work, next, versions));
      require(
          next == reached || running,
          "%s made progress while no run had it: %s".formatted(work, versions));
      reached = next;
      if (text(version, "state").equals("RUNNING")) {
        String runner = text(version, "runner");
        boolean known = runners.contains(runner);
        require(
            !running || runners.getLast().equals(runner),
            "%s was taken from a runner that had not let it go: %s".formatted(work, versions));
        require(
            !known || runners.getLast().equals(runner),
            "%s was written by two runners in turn: %s".formatted(work, versions));
        if (!known) {
          runners.add(runner);
        }
      }
      running = text(version, "state").equals("RUNNING");
    }
  }

  private static String text(Map<String, Attribute> item, String attribute) {
    return WorldTables.text(item, attribute).orElseThrow();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
