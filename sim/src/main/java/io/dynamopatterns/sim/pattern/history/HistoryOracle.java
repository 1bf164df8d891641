package io.dynamopatterns.sim.pattern.history;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.read.AsOfAnswer;
import io.dynamopatterns.history.read.Continuity;
import io.dynamopatterns.history.read.HistoryReadRequest;
import io.dynamopatterns.history.read.HistoryReader;
import io.dynamopatterns.history.read.Version;
import io.dynamopatterns.history.read.VersionsPage;
import io.dynamopatterns.history.table.HistoryTable;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.sim.dynamodb.table.ModelChange;
import io.dynamopatterns.sim.dynamodb.table.ModelKey;
import io.dynamopatterns.sim.dynamodb.table.ModelTable;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.lambda.StreamMapping;
import io.dynamopatterns.sim.pattern.history.HistoryScenario.Seen;
import io.dynamopatterns.sim.run.World;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                RecordedHistory.TABLE,
                Duration.ZERO,
                new Backoff(1, Duration.ZERO, Duration.ZERO),
                world.clock()));
  }

  /**
   * @param recorder the mapping, which knows what the stream forgot before it was read
   * @param backfilled whether a backfill has followed
   * @throws AssertionError if the history is not that of the table
   */
  static void check(World world, ModelTable source, StreamMapping<?> recorder, boolean backfilled) {
    Set<String> read =
        recorder.kept().stream().map(SourceRecord::sequenceNumber).collect(Collectors.toSet());
    // Numbers rise by the changes of all shards.
    List<String> numbers =
        source.stream().shards().stream()
            .flatMap(shard -> shard.records().stream())
            .map(record -> record.at("/dynamodb/SequenceNumber").asText())
            .sorted(Comparator.comparing(BigInteger::new))
            .toList();
    Map<ModelKey, List<Made>> changes = new LinkedHashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      ModelChange change = source.changes().get(i);
      changes
          .computeIfAbsent(change.key(), any -> new ArrayList<>())
          .add(new Made(change, read.contains(numbers.get(i))));
    }
    changes.forEach(
        (key, ofItem) -> world.ask(() -> new HistoryOracle(world).check(key, ofItem, backfilled)));
  }

  /**
   * A change of the table.
   *
   * @param read whether the stream still had it when it was read
   */
  private record Made(ModelChange change, boolean read) {
    /** The time as the stream says it. */
    Instant second() {
      return change.time().truncatedTo(ChronoUnit.SECONDS);
    }

    Optional<String> state() {
      return Seen.of(change).state();
    }
  }

  /**
   * While changes are recorded, each entry can be read as a whole, or is not there.
   *
   * @throws AssertionError if an item's history has what its table did not, or in another order
   */
  static void lookAtOne(World world, ModelTable source) {
    List<ModelChange> changes = source.changes();
    if (!changes.isEmpty()) {
      look(world, changes, world.any(changes).key());
    }
  }

  /** Looks at all items. */
  static void lookAtAll(World world, ModelTable source) {
    source.changes().stream()
        .map(ModelChange::key)
        .distinct()
        .forEach(key -> look(world, source.changes(), key));
  }

  private static void look(World world, List<ModelChange> changes, ModelKey key) {
    String item = ((Attribute.S) key.partition()).value();
    List<Seen> made =
        changes.stream().filter(change -> change.key().equals(key)).map(Seen::of).toList();
    List<Seen> known =
        world.ask(
            () ->
                new HistoryOracle(world)
                    .versions(item).stream()
                        .map(Version::entry)
                        .filter(entry -> !entry.isBaseline())
                        .map(HistoryOracle::seen)
                        .toList());
    int next = 0;
    for (Seen change : made) {
      if (next < known.size() && known.get(next).equals(change)) {
        next++;
      }
    }
    require(next == known.size(), "%s: the history is %s of %s", item, known, made);
  }

  private boolean check(ModelKey key, List<Made> made, boolean backfilled) {
    String item = ((Attribute.S) key.partition()).value();
    List<Version> versions = versions(item);
    List<Version> recorded =
        versions.stream().filter(version -> !version.entry().isBaseline()).toList();
    List<Seen> expected = made.stream().filter(Made::read).map(Made::change).map(Seen::of).toList();
    List<Seen> actual = recorded.stream().map(version -> seen(version.entry())).toList();
    require(
        actual.equals(expected), "%s: the history is %s, but should be %s", item, actual, expected);
    checkGaps(item, made, versions);
    Optional<String> last = Seen.of(made.getLast().change()).state();
    if (backfilled && last.isPresent()) {
      require(
          seen(versions.getLast().entry()).state().equals(last),
          "%s is %s after a backfill, and its history ends with %s",
          item,
          last,
          versions);
    }
    checkAsOf(item, made);
    return true;
  }

  /** A gap is shown where changes are missing that count the version up, and nowhere else. */
  private static void checkGaps(String item, List<Made> made, List<Version> versions) {
    List<Made> missing = new ArrayList<>();
    int next = 0;
    for (Made one : made) {
      if (!one.read()) {
        missing.add(one);
        continue;
      }
      // A baseline is where changes may be missing.
      boolean afterBaseline = false;
      for (; versions.get(next).entry().isBaseline(); next++) {
        afterBaseline = true;
      }
      Continuity.State state = versions.get(next).continuity().state();
      require(
          !missing.isEmpty() || !state.isGap(),
          "%s: the history shows a gap, and nothing is missing: %s",
          item,
          versions);
      boolean counts =
          !missing.isEmpty()
              && Stream.concat(missing.stream(), Stream.of(one))
                  .allMatch(change -> change.change().eventName().equals("MODIFY"));
      require(
          !counts || afterBaseline || state != Continuity.State.CONTINUOUS,
          "%s: %s is missing, and the history shows no gap: %s",
          item,
          missing,
          versions);
      missing.clear();
      next++;
    }
  }

  private void checkAsOf(String item, List<Made> made) {
    for (Made one : made) {
      // A question is dear; each instant is asked for in some histories.
      if (!world.once(AS_OF_ONCE_IN)) {
        continue;
      }
      checkAsOf(item, one.second().minusMillis(1), made);
      checkAsOf(item, one.second().plusMillis(world.random().nextInt(1_000)), made);
    }
  }

  private void checkAsOf(String item, Instant time, List<Made> made) {
    List<Made> before = made.stream().filter(one -> !one.second().isAfter(time)).toList();
    Map<String, Object> request = request("as-of", item);
    request.put("time", time.toString());
    AsOfAnswer answer = reader.asOf((HistoryReadRequest.AsOf) HistoryReadRequest.of(request));
    boolean known = answer.state() != AsOfAnswer.State.UNKNOWN;
    Optional<String> actual = answer.version().flatMap(version -> seen(version.entry()).state());
    if (before.isEmpty()) {
      require(!known, "%s as of %s is %s, and was not made yet", item, time, actual);
    } else if (before.getLast().read()) {
      Optional<String> expected = before.getLast().state();
      require(
          known && actual.equals(expected),
          "%s as of %s is %s (%s), but was %s",
          item,
          time,
          actual,
          answer.state(),
          expected);
    } else {
      // The last change is lost: the history has a state of before, or a baseline, or nothing.
      require(
          !known || before.stream().map(Made::state).anyMatch(actual::equals),
          "%s as of %s is %s, but it had been %s",
          item,
          time,
          actual,
          before);
    }
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
              (HistoryReadRequest.Versions) HistoryReadRequest.of(request),
              Deadline.after(Duration.ofDays(1)));
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
