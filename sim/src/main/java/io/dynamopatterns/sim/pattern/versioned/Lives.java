package io.dynamopatterns.sim.pattern.versioned;

import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.pattern.versioned.Appends.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lists of a history, from one deletion or expiry to the next. */
final class Lives {
  private Lives() {}

  /**
   * Each list in its last state.
   *
   * @param skews by how much the clocks of the writers are ahead
   * @param repeats whether a request may have run twice, or late; if not, no list is stored again
   * @throws AssertionError if a list is begun anew that has not expired by the clock of its writer
   */
  static List<Life> of(ModelTable table, Map<String, Duration> skews, boolean repeats) {
    List<Life> lives = new ArrayList<>();
    // The elements of the lists that were created where nothing was stored, by the first one.
    Map<String, Set<String>> created = new HashMap<>();
    Set<String> again = Set.of();
    for (ModelChange change : table.changes()) {
      List<String> before = change.before().map(Lives::elements).orElse(List.of());
      Optional<Map<String, Attribute>> list =
          change.after().filter(item -> item.containsKey("elements"));
      if (list.isEmpty()) {
        if (change.before().isPresent()) {
          lives.add(new Life(before, again));
        }
        continue;
      }
      List<String> after = elements(list.get());
      if (!isPrefix(before, after)) {
        Duration skew = skews.get(Writer.of(after.getLast()));
        if (!hasExpired(change.before().orElseThrow(), change.time().plus(skew))) {
          throw new AssertionError("an update is lost: " + change);
        }
        lives.add(new Life(before, again));
        again = Set.of();
      }
      if (change.before().isEmpty()) {
        again = repeats ? created.getOrDefault(after.getFirst(), Set.of()) : Set.of();
        created.put(after.getFirst(), new HashSet<>(again));
      }
      Optional.ofNullable(created.get(after.getFirst())).ifPresent(life -> life.addAll(after));
    }
    Set<String> last = again;
    table.items().stream().map(item -> new Life(elements(item), last)).forEach(lives::add);
    return lives;
  }

  static boolean hasExpired(Map<String, Attribute> item, Instant time) {
    return item.get(VersionedScenario.EXPIRES_AT) instanceof Attribute.N at
        && at.value().longValue() <= time.getEpochSecond();
  }

  private static boolean isPrefix(List<String> first, List<String> list) {
    return first.size() <= list.size() && list.subList(0, first.size()).equals(first);
  }

  private static List<String> elements(Map<String, Attribute> item) {
    return item.get("elements") instanceof Attribute.L list
        ? list.elements().stream().map(element -> ((Attribute.S) element).value()).toList()
        : List.of();
  }
}
