package io.dynamopatterns.history.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.PageCursor;
import io.dynamopatterns.common.request.PageRequest;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.emulator.faults.HttpAttempt;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.history.kit.LiveStream;
import io.dynamopatterns.history.kit.Noise;
import io.dynamopatterns.history.kit.Recording;
import io.dynamopatterns.history.read.AsOfAnswer;
import io.dynamopatterns.history.read.Continuity.State;
import io.dynamopatterns.history.read.HistoryReadRequest;
import io.dynamopatterns.history.read.HistoryReader;
import io.dynamopatterns.history.read.ImagesShown;
import io.dynamopatterns.history.read.Order;
import io.dynamopatterns.history.read.Version;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class BackfillFunctionIT {
  /** More than a page: what changes while the first is worked on is seen by the second. */
  private static final int ITEMS = 130;

  private HistorySettings settings;
  private String source;
  private VersionedTable<Map<String, AttributeValue>> items;

  @BeforeEach
  void newTables() {
    settings = Database.settings(Database.newHistory());
    source = Database.newSource("path");
    items = new VersionedTable<>(TestDatabase.client(), VersionedSchema.of(source, "path"));
  }

  @Test
  void everyItemGetsABaselineOnce() {
    fill(230);
    assertThat(backfill(Map.of()))
        .containsEntry("table", source)
        .containsEntry("scanned", 230L)
        .containsEntry("baselines", 230L)
        .containsEntry("alreadyRecorded", 0L)
        .containsEntry("done", true)
        .doesNotContainKey("next");
    var stored = TestDatabase.scan(settings.table());
    assertThat(stored).hasSize(230);

    assertThat(backfill(Map.of()))
        .containsEntry("baselines", 0L)
        .containsEntry("alreadyRecorded", 230L);
    assertThat(TestDatabase.scan(settings.table())).isEqualTo(stored);

    Version only = versions("/7").getFirst();
    assertThat(only.entry().eventName()).isEqualTo(EventName.BASELINE);
    assertThat(only.entry().version()).isEqualTo(ItemVersion.of(1));
    assertThat(only.entry().newImage().orElseThrow()).isEqualTo(item("/7"));
    assertThat(only.continuity().state().isGap()).isFalse();
  }

  /** An old state that a replica still has would be stored as a baseline after newer changes. */
  @Test
  void whatABaselineIsMadeFromIsReadStronglyConsistent() {
    fill(101);
    FaultyHttpClient http = TestDatabase.faulty(FaultScript.none());

    backfill(Database.client(http), Map.of(), Deadline.after(Duration.ofMinutes(1)));

    List<HttpAttempt> reads =
        http.calls().stream()
            .filter(call -> Set.of("Scan", "Query").contains(call.operation()))
            .toList();
    assertThat(reads).extracting(HttpAttempt::operation).contains("Scan", "Query");
    assertThat(reads).allMatch(call -> call.body().contains("\"ConsistentRead\":true"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 101})
  void theKeyIsKnownHoweverPagesEnd(int count) {
    fill(count);
    assertThat(backfill(Map.of())).containsEntry("baselines", (long) count);
    assertThat(TestDatabase.scan(settings.table()))
        .allMatch(entry -> entry.get("key").m().keySet().equals(Set.of("path")));
  }

  @Test
  void keysOfTwoAttributesAndLargeItemsAreKept() {
    String orders = Database.newSource("customer", "order");
    TestDatabase.client()
        .putItem(
            put ->
                put.tableName(orders)
                    .item(
                        Map.of(
                            "customer",
                            s("x"),
                            "order",
                            s("7"),
                            "text",
                            s(Noise.text(390_000, 1)))));
    assertThat(backfill(Map.of("table", orders))).containsEntry("baselines", 1L);
    assertThat(versions(new ItemKey(orders, Map.of("customer", s("x"), "order", s("7")))))
        .hasSize(1);
  }

  @Test
  void segmentsTogetherSeeEverything() {
    fill(150);
    long baselines = 0;
    for (int segment = 0; segment < 3; segment++) {
      baselines += (long) backfill(Map.of("segment", segment, "segments", 3)).get("baselines");
    }
    assertThat(baselines).isEqualTo(150);
  }

  /** The time is used up during a call of each run; the page that it belongs to is done again. */
  @ParameterizedTest
  @ValueSource(ints = {1, 50, 102, 105, 207})
  void aRunThatRunsOutOfTimeContinuesWhereItEnded(int lastCall) {
    fill(250);
    AtomicInteger timeLeft = new AtomicInteger(300_000);
    FaultyHttpClient http =
        TestDatabase.faulty(
            call -> {
              if (call.number() == lastCall) {
                timeLeft.set(0);
              }
              return Fault.NONE;
            });
    Map<String, Object> cutShort =
        backfill(Database.client(http), Map.of(), Deadline.of(timeLeft::get));
    assertThat(cutShort).containsEntry("done", false);

    Map<String, Object> rest = new HashMap<>();
    if (cutShort.containsKey("next")) {
      rest.put("next", cutShort.get("next"));
    }
    assertThat(backfill(rest)).containsEntry("done", true);
    assertThat(TestDatabase.scan(settings.table())).hasSize(250);
  }

  @Test
  void faultsLoseNothing() {
    fill(120);
    FaultyHttpClient http =
        TestDatabase.faulty(
            FaultScript.seeded(
                7,
                0.1,
                Fault.DROP_ANSWER,
                Fault.SERVER_ERROR,
                Fault.throttleStatements(index -> index % 3 == 0)));
    assertThat(backfillUntilItSucceeds(Database.client(http))).containsEntry("done", true);
    assertThat(TestDatabase.scan(settings.table())).hasSize(120);
  }

  /** A run ends with the last fault of a request, as one on Lambda, and is started again. */
  private Map<String, Object> backfillUntilItSucceeds(DynamoDbClient client) {
    SdkException last = null;
    for (int run = 0; run < 100; run++) {
      try {
        return backfill(client, Map.of(), Deadline.after(Duration.ofMinutes(1)));
      } catch (SdkException e) {
        last = e;
      }
    }
    throw last;
  }

  /** The record of the last change was lost with the stream. */
  @ParameterizedTest
  @EnumSource(names = {"INSERT", "REMOVE"})
  void aHistoryThatDoesNotEndWithTheItemIsRepaired(EventName newest) {
    write("/a", "one");
    history(newest, item("/a"));
    write("/a", "two");
    assertThat(backfill(Map.of())).containsEntry("baselines", 1L);
    assertThat(versions("/a")).hasSize(2);
    assertThat(versions("/a").getLast().entry().newImage()).isEqualTo(live("/a"));

    var stored = TestDatabase.scan(settings.table());
    assertThat(backfillLater(Duration.ofMinutes(10))).containsEntry("baselines", 0L);
    assertThat(TestDatabase.scan(settings.table())).isEqualTo(stored);
  }

  @Test
  void aTableThatWasRestoredContinuesFromABaselineWithoutAGap() {
    LiveStream stream = tableThatWentBack();
    assertThat(backfillLater(Duration.ofMinutes(-10))).containsEntry("baselines", 1L);
    assertThat(versions("/a").getLast().entry().newImage()).isEqualTo(live("/a"));

    write("/a", "after the restore");
    record(stream);

    assertThat(versions("/a"))
        .extracting(version -> version.continuity().state())
        .containsExactly(State.FIRST, State.BASELINE, State.CONTINUOUS);
    assertThat(versions("/a").getLast().entry().version()).isEqualTo(ItemVersion.of(2));
  }

  @Test
  void withoutABaselineTheFirstChangeOfARestoredTableIsOutOfOrder() {
    LiveStream stream = tableThatWentBack();

    write("/a", "after the restore");
    record(stream);

    assertThat(versions("/a"))
        .extracting(version -> version.continuity().state())
        .containsExactly(State.FIRST, State.OUT_OF_ORDER);
  }

  /** Its history ends with version 3 of an item, a restore has brought back version 1. */
  private LiveStream tableThatWentBack() {
    LiveStream stream = new LiveStream(source);
    Map<String, AttributeValue> item = new HashMap<>(key("/a").attributes());
    item.put("version", AttributeValue.fromN("1"));
    TestDatabase.client().putItem(put -> put.tableName(source).item(item));
    stream.read();
    item.put("version", AttributeValue.fromN("3"));
    history(EventName.INSERT, item);
    return stream;
  }

  @Test
  void aHistoryThatEndsWithTheItemIsLeftAlone() {
    TestDatabase.client()
        .putItem(
            put ->
                put.tableName(source)
                    .item(
                        Map.of(
                            "path", s("/a"),
                            "set", AttributeValue.fromSs(List.of("b", "a")),
                            "map", AttributeValue.fromM(Map.of("y", s("1"), "x", s("2"))))));
    Map<String, AttributeValue> image = new HashMap<>(item("/a"));
    image.put("set", AttributeValue.fromSs(image.get("set").ss().reversed()));
    history(EventName.INSERT, image);
    assertThat(backfill(Map.of())).containsEntry("baselines", 0L);
  }

  /** Whether the record falls behind the snapshot or before it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void aChangeInFlightIsNoGapWhenItArrives(int minutes) {
    LiveStream stream = new LiveStream(source);
    write("/a", "one");
    stream.read();
    history(EventName.INSERT, item("/a"));
    write("/a", "two");
    write("/a", "three");
    assertThat(backfillLater(Duration.ofMinutes(minutes))).containsEntry("baselines", 1L);
    assertThat(versions("/a").getLast().entry().newImage()).isEqualTo(live("/a"));

    record(stream);
    assertThat(versions("/a")).hasSize(4);
    assertThat(versions("/a").getLast().entry().newImage()).isEqualTo(live("/a"));
    assertThat(versions("/a")).noneMatch(version -> version.continuity().state().isGap());
  }

  @Test
  void anEntryAsNewAsTheReadIsFollowedByTheStreamAlone() {
    LiveStream stream = new LiveStream(source);
    write("/a", "one");
    record(stream);
    write("/a", "two");
    assertThat(backfill(Map.of())).containsEntry("baselines", 0L);
    record(stream);
    assertThat(versions("/a").getLast().entry().newImage()).isEqualTo(live("/a"));
    assertThat(versions("/a")).hasSize(2);
  }

  /** Whether the clock of the backfill is late, right or ahead. */
  @ParameterizedTest
  @ValueSource(ints = {-5, 0, 5})
  void whatWasBeforeItWasReadIsNotClaimed(int seconds) {
    write("/a", "one");
    Instant before = Instant.now();
    backfillLater(Duration.ofSeconds(seconds));
    HistoryReader reader = reader();
    assertThat(reader.asOf(new HistoryReadRequest.AsOf(key("/a"), before.minusMillis(1))).state())
        .isEqualTo(AsOfAnswer.State.UNKNOWN);
    assertThat(
            reader
                .asOf(new HistoryReadRequest.AsOf(key("/a"), Instant.now().plusSeconds(10)))
                .state())
        .isEqualTo(AsOfAnswer.State.EXISTS);
  }

  /**
   * Writers continue while the table is read, and the recorder lags behind or not: every history
   * ends with the item as it is, without a gap.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void racesWithWritersEndWithTheItemAsItIs(long seed) {
    Random random = new Random(seed);
    LiveStream stream = new LiveStream(source);
    fill(ITEMS);
    stream.read(); // The history was not switched on yet.
    FaultyHttpClient http =
        TestDatabase.faulty(
            call -> {
              if (random.nextInt(4) == 0) {
                churn(random);
              }
              if (random.nextInt(6) == 0) {
                record(stream);
              }
              return Fault.NONE;
            });
    backfill(Database.client(http), Map.of(), Deadline.after(Duration.ofMinutes(1)));
    churn(random);
    record(stream);

    for (int i = 0; i < ITEMS; i++) {
      List<Version> versions = versions("/" + i);
      assertThat(versions).as("/" + i).isNotEmpty();
      assertThat(versions).noneMatch(version -> version.continuity().state().isGap());
      assertThat(versions.getLast().entry().newImage()).isEqualTo(live("/" + i));
    }
  }

  /** Negative control: a baseline at the clock's time would come after what came later. */
  @Test
  void aBaselineAtTheTimeOfItsReadingWouldHideLaterChanges() {
    LiveStream stream = new LiveStream(source);
    write("/a", "one");
    stream.read();
    Instant read = Instant.now();
    Map<String, AttributeValue> seen = item("/a");
    write("/a", "two");
    record(stream);
    Database.history(TestDatabase.client(), settings)
        .append(
            List.of(
                new Entry(
                    key("/a"),
                    new Position(read.plus(Duration.ofMinutes(1)), "0"),
                    EventName.BASELINE,
                    read,
                    ItemVersion.of(1),
                    ItemVersion.NONE,
                    Optional.empty(),
                    false,
                    Optional.of(seen),
                    Optional.empty())),
            Deadline.after(Duration.ofMinutes(1)));
    assertThat(versions("/a").getLast().entry().newImage()).isNotEqualTo(live("/a"));
  }

  @Test
  void aBadRequestNamesTheField() {
    assertThatThrownBy(() -> backfill(Map.of("segment", 3, "segments", 3)))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("bad request: 'segment' must be a whole number from 0 to 2, but is 3");
    assertThatThrownBy(() -> backfill(Map.of("next", "here")))
        .hasMessage("bad request: 'next' must be an object, but is 'here'");
    assertThatThrownBy(() -> backfill(Map.of("force", true)))
        .hasMessageStartingWith("bad request: 'force' is unknown: allowed here are");
  }

  /** An entry of two days ago. */
  private void history(EventName name, Map<String, AttributeValue> image) {
    Instant time = Instant.now().minus(Duration.ofDays(2));
    boolean removed = name == EventName.REMOVE;
    Database.history(TestDatabase.client(), settings)
        .append(
            List.of(
                new Entry(
                    key("/a"),
                    new Position(time, "7"),
                    name,
                    time,
                    removed ? ItemVersion.NONE : ItemVersion.in(image, "version"),
                    removed ? ItemVersion.in(image, "version") : ItemVersion.NONE,
                    Optional.empty(),
                    false,
                    removed ? Optional.empty() : Optional.of(image),
                    removed ? Optional.of(image) : Optional.empty())),
            Deadline.after(Duration.ofMinutes(1)));
  }

  private Map<String, Object> backfillLater(Duration offset) {
    BackfillFunction function =
        new BackfillFunction(
            TestDatabase.client(),
            settings,
            Database.history(TestDatabase.client(), settings),
            Clock.offset(Clock.systemUTC(), offset));
    return LoggedRun.of(
            telemetry ->
                function.answer(
                    Map.of("table", source), Deadline.after(Duration.ofMinutes(1)), telemetry))
        .answer();
  }

  /** Items of version 1, written in batches, as they may have been before the history. */
  private void fill(int count) {
    for (int from = 0; from < count; from += 25) {
      List<WriteRequest> puts =
          IntStream.range(from, Math.min(from + 25, count))
              .mapToObj(
                  i ->
                      Map.of(
                          "path",
                          s("/" + i),
                          "text",
                          s("before"),
                          "version",
                          AttributeValue.fromN("1")))
              .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
              .toList();
      TestDatabase.client().batchWriteItem(write -> write.requestItems(Map.of(source, puts)));
    }
  }

  private void churn(Random random) {
    for (int n = random.nextInt(5); n >= 0; n--) {
      String path = "/" + random.nextInt(ITEMS);
      Optional<VersionedItem<Map<String, AttributeValue>>> held =
          items.get(new Key(key(path).attributes()));
      if (held.isPresent() && random.nextInt(4) == 0) {
        items.delete(held.get()).orElseThrow();
      } else {
        write(path, "churned " + random.nextInt());
      }
    }
  }

  private void record(LiveStream stream) {
    Recording.record(
        new Recorder(Database.history(TestDatabase.client(), settings), settings), stream.read());
  }

  private void write(String path, String text) {
    items
        .update(
            new Key(key(path).attributes()),
            current -> Optional.of(Map.of("path", s(path), "text", s(text))))
        .orElseThrow();
  }

  private Map<String, AttributeValue> item(String path) {
    return live(path).orElseThrow();
  }

  private Optional<Map<String, AttributeValue>> live(String path) {
    var answer =
        TestDatabase.client()
            .getItem(get -> get.tableName(source).key(key(path).attributes()).consistentRead(true));
    return answer.hasItem() ? Optional.of(answer.item()) : Optional.empty();
  }

  private ItemKey key(String path) {
    return new ItemKey(source, Map.of("path", s(path)));
  }

  private List<Version> versions(String path) {
    return versions(key(path));
  }

  private List<Version> versions(ItemKey item) {
    return new ArrayList<>(
        reader()
            .versions(
                new HistoryReadRequest.Versions(
                    item, Order.OLDEST_FIRST, firstPage(1000), ImagesShown.ALL),
                Deadline.after(Duration.ofMinutes(1)))
            .versions());
  }

  private static PageRequest firstPage(int limit) {
    return new PageRequest(limit, Optional.empty(), "", PageCursor.checked());
  }

  private HistoryReader reader() {
    return new HistoryReader(Database.history(TestDatabase.client(), settings));
  }

  private Map<String, Object> backfill(Map<String, Object> fields) {
    return backfill(TestDatabase.client(), fields, Deadline.after(Duration.ofMinutes(1)));
  }

  private Map<String, Object> backfill(
      DynamoDbClient client, Map<String, Object> fields, Deadline deadline) {
    Map<String, Object> request = new HashMap<>(Map.of("table", source));
    request.putAll(fields);
    BackfillFunction function =
        new BackfillFunction(
            client, settings, Database.history(client, settings), Clock.systemUTC());
    return LoggedRun.of(telemetry -> function.answer(request, deadline, telemetry)).answer();
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }
}
