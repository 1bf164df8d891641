package io.dynamopatterns.aggregator.kit;

import io.dynamopatterns.aggregator.settings.AfterCompletion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an aggregator that is complete at a count must come to, said as plainly as can be. */
public final class Model {
  /** A round as it must stand. */
  public record Expected(String state, long count, long late) {}

  private final int needed;
  private final AfterCompletion after;
  private final Map<String, List<String>> idsByGroup = new LinkedHashMap<>();

  public Model(int needed, AfterCompletion after) {
    this.needed = needed;
    this.after = after;
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
          int left = ids.size();
          if (after == AfterCompletion.LATE) {
            rounds.put(group + "/1", round(Math.min(left, needed), Math.max(0, left - needed)));
            return;
          }
          for (int number = 1; left > 0; number++, left -= needed) {
            rounds.put(group + "/" + number, round(Math.min(left, needed), 0));
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

  private Expected round(int count, int late) {
    return new Expected(count == needed ? "COMPLETE" : "COLLECTING", count, late);
  }
}
