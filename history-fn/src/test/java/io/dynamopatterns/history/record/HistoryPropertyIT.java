package io.dynamopatterns.history.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.history.kit.Noise;
import io.dynamopatterns.history.kit.Recording;
import io.dynamopatterns.history.kit.SourceTable;
import io.dynamopatterns.history.kit.SourceTable.Change;
import io.dynamopatterns.history.read.AsOfAnswer;
import io.dynamopatterns.history.read.HistoryReadRequest;
import io.dynamopatterns.history.read.HistoryReader;
import io.dynamopatterns.history.read.ImagesShown;
import io.dynamopatterns.history.read.Order;
import io.dynamopatterns.history.read.Version;
import io.dynamopatterns.history.read.VersionsPage;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Random writers, random deliveries: the history is always the same set of entries, replays to the
 * items as they are, and knows them at every point in time.
 */
class HistoryPropertyIT {
  private enum Kind {
    PUT,
    DELETE,
    EXPIRE
  }

  /** One write of a random writer. */
  private record Write(Kind kind, int item, int size, int millisLater) {}

  @Provide
  Arbitrary<List<Write>> writes() {
    Arbitrary<Kind> kind =
        Arbitraries.frequency(
            Tuple.of(8, Kind.PUT), Tuple.of(1, Kind.DELETE), Tuple.of(1, Kind.EXPIRE));
    Arbitrary<Integer> size =
        Arbitraries.frequencyOf(
            Tuple.of(30, Arbitraries.integers().between(0, 400)),
            Tuple.of(10, Arbitraries.integers().between(401, 4000)),
            Tuple.of(1, Arbitraries.integers().between(300_000, 390_000)));
    return Combinators.combine(
            kind,
            Arbitraries.integers().between(0, 3),
            size,
            Arbitraries.of(0, 0, 0, 1, 400, 1000, 61_000))
        .as(Write::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  @Property(tries = 30)
  void everyDeliveryMakesTheSameHistory(
      @ForAll("writes") List<Write> writes, @ForAll Random random) {
    SourceTable source = run(writes);
    History history = new History();
    deliver(source.changes(), random, event -> history.record(event, random));
    history.assertIsThatOf(source);
  }

  /** Negative control: a recorder that names entries by the delivery instead of the change. */
  @Example
  void aRecorderThatNamesEntriesByTheirDeliveryDoublesThem() {
    SourceTable source = run(List.of(new Write(Kind.PUT, 0, 10, 0), new Write(Kind.PUT, 0, 10, 0)));
    History history = new History();
    DynamodbEvent event = SourceTable.event(source.changes());
    Consumer<DynamodbEvent> byDelivery =
        delivered -> history.recordUnguarded(delivered, UUID.randomUUID().toString());
    byDelivery.accept(event);
    byDelivery.accept(event);
    assertThatThrownBy(() -> history.assertIsThatOf(source)).isInstanceOf(AssertionError.class);
  }

  /** Negative control: whichever change is lost, the reader sees a gap or an older item. */
  @Property(tries = 15)
  void noChangeIsLostUnseen(@ForAll("writes") List<Write> writes, @ForAll Random random) {
    SourceTable source = run(writes);
    List<Change> changes = new ArrayList<>(source.changes());
    if (changes.isEmpty()) {
      return;
    }
    Change lost = changes.remove(random.nextInt(changes.size()));
    History history = new History();
    history.record(SourceTable.event(changes), random);

    List<Version> versions = history.versions(lost.item(), Order.OLDEST_FIRST, 1000);
    boolean gap = versions.stream().anyMatch(version -> version.continuity().state().isGap());
    boolean wasFirst =
        source.changes().stream()
            .filter(change -> change.item().equals(lost.item()))
            .findFirst()
            .orElseThrow()
            .equals(lost);
    boolean wasLast =
        source.changes().reversed().stream()
            .filter(change -> change.item().equals(lost.item()))
            .findFirst()
            .orElseThrow()
            .equals(lost);
    assertThat(gap || wasFirst || wasLast).isTrue();
    if (wasLast && !gap) {
      assertThat(versions.isEmpty() ? null : versions.getLast().entry().newImage().orElse(null))
          .isNotEqualTo(source.items().get(lost.item()));
    }
  }

  private static SourceTable run(List<Write> writes) {
    SourceTable source = new SourceTable("pages");
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      source.advance(write.millisLater());
      String path = "/" + write.item();
      if (write.kind() == Kind.PUT) {
        source.put(path, Noise.text(write.size(), i));
      } else if (source.items().containsKey(source.key(path))) {
        if (write.kind() == Kind.DELETE) {
          source.delete(path);
        } else {
          source.expire(path);
        }
      }
    }
    return source;
  }

  /**
   * Delivers the changes in batches of random size; each is delivered one to three times, whole or
   * in halves, with the items in another order, but each item's changes in their own.
   */
  private static void deliver(
      List<Change> changes, Random random, Consumer<DynamodbEvent> recorder) {
    for (int from = 0; from < changes.size(); ) {
      int to = Math.min(changes.size(), from + 1 + random.nextInt(40));
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        List<Change> batch = permuted(changes.subList(from, to), random);
        int half = random.nextBoolean() ? batch.size() / 2 : batch.size();
        recorder.accept(SourceTable.event(batch.subList(0, half)));
        recorder.accept(SourceTable.event(batch.subList(half, batch.size())));
      }
      from = to;
    }
  }

  private static List<Change> permuted(List<Change> changes, Random random) {
    List<ItemKey> turns = new ArrayList<>(changes.stream().map(Change::item).toList());
    Collections.shuffle(turns, random);
    Map<ItemKey, List<Change>> lanes = new HashMap<>();
    changes.forEach(
        change -> lanes.computeIfAbsent(change.item(), any -> new ArrayList<>()).add(change));
    return turns.stream().map(item -> lanes.get(item).removeFirst()).toList();
  }

  /** A history table with its recorder and its reader. */
  private static final class History {
    private final HistorySettings settings = Database.settings(Database.newHistory());
    private final HistoryReader reader =
        new HistoryReader(Database.history(TestDatabase.client(), settings));

    void record(DynamodbEvent event, Random random) {
      FaultScript faults =
          FaultScript.seeded(
              random.nextLong(),
              0.05,
              Fault.DROP_ANSWER,
              Fault.SERVER_ERROR,
              Fault.throttleStatements(index -> index % 2 == 1));
      HistoryTable table = Database.history(Database.client(TestDatabase.faulty(faults)), settings);
      var recording = Recording.record(new Recorder(table, settings), event);
      assertThat(LoggedRun.failures(recording.answer())).isEmpty();
    }

    void recordUnguarded(DynamodbEvent event, String delivery) {
      HistorySettings elsewhere = Database.settings(Database.newHistory());
      HistoryTable table = Database.history(TestDatabase.client(), elsewhere);
      Recording.record(new Recorder(table, elsewhere), event);
      for (Map<String, AttributeValue> item : TestDatabase.scan(elsewhere.table())) {
        Map<String, AttributeValue> renamed = new HashMap<>(item);
        String digits = delivery.replaceAll("[^0-9]", "") + "0".repeat(40);
        renamed.computeIfPresent(
            "sk",
            (name, sk) -> AttributeValue.fromS(sk.s().substring(0, 45) + digits.substring(0, 20)));
        TestDatabase.client().putItem(put -> put.tableName(settings.table()).item(renamed));
      }
    }

    void assertIsThatOf(SourceTable source) {
      Map<ItemKey, List<Change>> changes = new HashMap<>();
      source
          .changes()
          .forEach(
              change ->
                  changes.computeIfAbsent(change.item(), any -> new ArrayList<>()).add(change));
      changes.forEach((item, ofItem) -> assertHistory(source, item, ofItem));
    }

    private void assertHistory(SourceTable source, ItemKey item, List<Change> changes) {
      List<Version> versions = versions(item, Order.OLDEST_FIRST, 7);

      // Each change once, in the order of the stream, with its state.
      assertThat(versions.stream().map(version -> image(version.entry())))
          .containsExactlyElementsOf(
              changes.stream().map(change -> Optional.ofNullable(change.image())).toList());
      // Nothing is missing, and nothing seems to be.
      assertThat(versions).noneMatch(version -> version.continuity().state().isGap());
      // The history replays to the item as it is.
      assertThat(image(versions.getLast().entry()).orElse(null))
          .isEqualTo(source.items().get(item));
      // Every page size and order gives the same sequence.
      assertThat(versions(item, Order.OLDEST_FIRST, 1)).isEqualTo(versions);
      assertThat(versions(item, Order.NEWEST_FIRST, 1000)).isEqualTo(versions.reversed());
      // The item is known at every second.
      for (Change change : changes) {
        Instant second = change.time().truncatedTo(ChronoUnit.SECONDS);
        assertAsOf(item, second.minusMillis(1), changes);
        assertAsOf(item, second, changes);
      }
    }

    private void assertAsOf(ItemKey item, Instant time, List<Change> changes) {
      Optional<Change> last =
          changes.reversed().stream()
              .filter(change -> !change.time().truncatedTo(ChronoUnit.SECONDS).isAfter(time))
              .findFirst();
      AsOfAnswer answer = reader.asOf(new HistoryReadRequest.AsOf(item, time));
      AsOfAnswer.State expected =
          last.map(
                  change ->
                      change.image() == null ? AsOfAnswer.State.DELETED : AsOfAnswer.State.EXISTS)
              .orElse(AsOfAnswer.State.UNKNOWN);
      assertThat(answer.state()).isEqualTo(expected);
      assertThat(answer.version().flatMap(version -> image(version.entry())))
          .isEqualTo(last.map(Change::image).filter(Objects::nonNull));
    }

    List<Version> versions(ItemKey item, Order order, int limit) {
      List<Version> versions = new ArrayList<>();
      Optional<String> cursor = Optional.empty();
      do {
        Map<String, Object> request = new HashMap<>();
        request.put("operation", "versions");
        request.put("table", item.table());
        request.put("key", Map.of("path", Map.of("S", item.attributes().get("path").s())));
        request.put("order", order.name());
        request.put("limit", limit);
        cursor.ifPresent(text -> request.put("next", text));
        HistoryReadRequest.Versions read =
            (HistoryReadRequest.Versions) HistoryReadRequest.of(request);
        assertThat(read.images()).isEqualTo(ImagesShown.ALL);
        VersionsPage page = reader.versions(read, Deadline.after(Duration.ofMinutes(1)));
        assertThat(page.versions()).hasSizeLessThanOrEqualTo(limit);
        versions.addAll(page.versions());
        cursor = page.cursor();
      } while (cursor.isPresent());
      return versions;
    }

    private static Optional<Map<String, AttributeValue>> image(Entry entry) {
      return entry.newImage();
    }
  }
}
