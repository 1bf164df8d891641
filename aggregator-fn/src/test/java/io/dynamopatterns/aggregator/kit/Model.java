package io.dynamopatterns.aggregator.kit;

import io.dynamopatterns.aggregator.settings.AfterCompletion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What an aggregator that is complete at a count, and with an event that matches, must come to,
 * said as plainly as can be.
 */
public final class Model {
  /** A round as it must be. */
  public record Expected(String state, long count, long late) {}

  private final int needed;
  private final AfterCompletion after;
  private final Predicate<String> matches;
  private final Map<String, List<String>> idsByGroup = new LinkedHashMap<>();

  public Model(int needed, AfterCompletion after) {
    this(needed, after, id -> true);
  }

  /**
   * @param matches whether an event matches, by its id
   */
  public Model(int needed, AfterCompletion after, Predicate<String> matches) {
    this.needed = needed;
    this.after = after;
    this.matches = matches;
  }

  /** An event, once for each id. */
  public void add(String group, String id) {
    List<String> ids = idsByGroup.computeIfAbsent(group, any -> new ArrayList<>());
    if (!ids.contains(id)) {
      ids.add(id);
    }
  }

  /** The rounds of all groups, by {@code <group>/<number>}. */
  public Map<String, Expected> rounds() {
    Map<String, Expected> rounds = new TreeMap<>();
    idsByGroup.forEach(
        (group, ids) -> {
          List<String> left = ids;
          for (int number = 1; !left.isEmpty(); number++) {
            int taken = taken(left);
            boolean complete = isComplete(left.subList(0, taken));
            boolean late = complete && after == AfterCompletion.LATE;
            rounds.put(
                group + "/" + number,
                new Expected(
                    complete ? "COMPLETE" : "COLLECTING", taken, late ? left.size() - taken : 0));
            left = late ? List.of() : left.subList(taken, left.size());
          }
        });
    return rounds;
  }

  /** The rounds that must have been published, once each. */
  public List<String> completed() {
    return rounds().entrySet().stream()
        .filter(round -> round.getValue().state().equals("COMPLETE"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many of these events the next round takes. */
  private int taken(List<String> ids) {
    int taken = 1;
    while (taken < ids.size() && !isComplete(ids.subList(0, taken))) {
      taken++;
    }
    return taken;
  }

  private boolean isComplete(List<String> ids) {
    return ids.size() >= needed && ids.stream().anyMatch(matches);
  }
}
