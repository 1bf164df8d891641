package io.dynamopatterns.sim.pattern.history;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.read.AsOfAnswer;
import io.dynamopatterns.history.read.HistoryReader;
import io.dynamopatterns.history.read.ReadRequest;
import io.dynamopatterns.history.read.Version;
import io.dynamopatterns.history.read.VersionsPage;
import io.dynamopatterns.history.table.HistoryTable;
import io.dynamopatterns.sim.dynamodb.table.Change;
import io.dynamopatterns.sim.dynamodb.table.ItemKey;
import io.dynamopatterns.sim.dynamodb.table.Table;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.pattern.history.HistoryScenario.Seen;
import io.dynamopatterns.sim.run.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The oracle: the history that the read function gives, compared with the changes that the table
 * has made. Stream records have times in whole seconds, so that is how exact as-of is.
 */
final class HistoryOracle {
  private static final int AS_OF_ONCE_IN = 5;

  private final World world;
  private final HistoryReader reader;

  private HistoryOracle(World world) {
    this.world = world;
    this.reader =
        new HistoryReader(
            new HistoryTable(
                World.client(),
                HistoryScenario.HISTORY,
                Duration.ZERO,
                new Backoff(1, Duration.ZERO, Duration.ZERO),
                world.clock()));
  }

  /**
   * @throws AssertionError if the history is not that of the table
   */
  static void check(World world, Table source) {
    Map<ItemKey, List<Change>> changes = new LinkedHashMap<>();
    source
        .changes()
        .forEach(
            change -> changes.computeIfAbsent(change.key(), any -> new ArrayList<>()).add(change));
    changes.forEach((key, ofItem) -> world.ask(() -> new HistoryOracle(world).check(key, ofItem)));
  }

  /**
   * While changes are recorded, each entry can be read as a whole, or is not there.
   *
   * @throws AssertionError if an item's history has what its table did not, or in another order
   */
  static void lookAtOne(World world, Table source) {
    List<Change> changes = source.changes();
    if (!changes.isEmpty()) {
      look(world, changes, world.any(changes).key());
    }
  }

  /** Looks at all items. */
  static void lookAtAll(World world, Table source) {
    source.changes().stream()
        .map(Change::key)
        .distinct()
        .forEach(key -> look(world, source.changes(), key));
  }

  private static void look(World world, List<Change> changes, ItemKey key) {
    String item = ((Attribute.S) key.partition()).value();
    List<Seen> made =
        changes.stream().filter(change -> change.key().equals(key)).map(Seen::of).toList();
    List<Seen> known =
        world.ask(
            () ->
                new HistoryOracle(world)
                    .versions(item).stream().map(version -> seen(version.entry())).toList());
    int next = 0;
    for (Seen change : made) {
      if (next < known.size() && known.get(next).equals(change)) {
        next++;
      }
    }
    require(next == known.size(), "%s: the history is %s of %s", item, known, made);
  }

  private boolean check(ItemKey key, List<Change> changes) {
    String item = ((Attribute.S) key.partition()).value();
    List<Version> versions = versions(item);
    List<Seen> expected = changes.stream().map(Seen::of).toList();
    List<Seen> actual = versions.stream().map(version -> seen(version.entry())).toList();
    require(
        actual.equals(expected), "%s: the history is %s, but should be %s", item, actual, expected);
    require(
        versions.stream().noneMatch(version -> version.continuity().state().isGap()),
        "%s: the history shows a gap, and nothing is missing: %s",
        item,
        versions);
    for (Change change : changes) {
      // A question is dear; each instant is asked for in some histories.
      if (!world.once(AS_OF_ONCE_IN)) {
        continue;
      }
      Instant second = change.time().truncatedTo(ChronoUnit.SECONDS);
      checkAsOf(item, second.minusMillis(1), changes);
      checkAsOf(item, second.plusMillis(world.random().nextInt(1_000)), changes);
    }
    return true;
  }

  private void checkAsOf(String item, Instant time, List<Change> changes) {
    Optional<Change> last =
        changes.reversed().stream()
            .filter(change -> !change.time().truncatedTo(ChronoUnit.SECONDS).isAfter(time))
            .findFirst();
    Optional<String> expected = last.flatMap(change -> Seen.of(change).state());
    Map<String, Object> request = request("as-of", item);
    request.put("time", time.toString());
    AsOfAnswer answer = reader.asOf((ReadRequest.AsOf) ReadRequest.of(request));
    Optional<String> actual = answer.version().flatMap(version -> seen(version.entry()).state());
    require(actual.equals(expected), "%s as of %s is %s, but was %s", item, time, actual, expected);
    require(
        last.isPresent() != (answer.state() == AsOfAnswer.State.UNKNOWN),
        "%s as of %s is %s",
        item,
        time,
        answer.state());
  }

  private List<Version> versions(String item) {
    List<Version> versions = new ArrayList<>();
    boolean oldestFirst = world.random().nextBoolean();
    Optional<String> cursor = Optional.empty();
    do {
      Map<String, Object> request = request("versions", item);
      request.put("order", oldestFirst ? "OLDEST_FIRST" : "NEWEST_FIRST");
      request.put("limit", 1 + world.random().nextInt(12));
      cursor.ifPresent(text -> request.put("next", text));
      VersionsPage page =
          reader.versions(
              (ReadRequest.Versions) ReadRequest.of(request), Deadline.after(Duration.ofDays(1)));
      versions.addAll(page.versions());
      cursor = page.cursor();
    } while (cursor.isPresent());
    return oldestFirst ? versions : versions.reversed();
  }

  private static Map<String, Object> request(String operation, String item) {
    Map<String, Object> request = new HashMap<>();
    request.put("operation", operation);
    request.put("table", HistoryScenario.SOURCE);
    request.put("key", Map.of("pk", Map.of("S", item)));
    return request;
  }

  private static Seen seen(Entry entry) {
    return new Seen(
        entry.newImage().map(image -> image.get("state")).map(AttributeValue::s),
        entry.byTimeToLive());
  }

  private static void require(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new AssertionError(message.formatted(arguments));
    }
  }
}
