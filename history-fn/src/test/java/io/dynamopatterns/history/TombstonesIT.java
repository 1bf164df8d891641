package io.dynamopatterns.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.IdempotentPut;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.history.backfill.BackfillFunction;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.history.kit.LiveStream;
import io.dynamopatterns.history.kit.Recording;
import io.dynamopatterns.history.read.HistoryReadFunction;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.restore.RestoreFunction;
import io.dynamopatterns.history.restore.RestoreRefusedException;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The history of a table whose deletes leave tombstones. */
class TombstonesIT {
  private static final Map<String, AttributeValue> KEY = Map.of("path", s("/a"));
  private static final String LATER = "2100-01-01T00:00:00Z";

  private HistorySettings settings;
  private String source;
  private VersionedSchema<Map<String, AttributeValue>> schema;
  private VersionedTable<Map<String, AttributeValue>> items;
  private LiveStream stream;

  @BeforeEach
  void newTables() {
    settings = Database.settings(Database.newHistory());
    source = Database.newSource("path");
    schema = VersionedSchema.of(source, "path").withTombstones("expiresAt", Duration.ofDays(7));
    items = new VersionedTable<>(TestDatabase.client(), schema);
    stream = new LiveStream(source);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NEW_AND_OLD", "NEW"})
  void aTombstoneIsADeletionInEveryAnswer(String images) {
    settings = Database.settings(settings.table(), images, "0");
    write("one");
    delete();
    record();

    for (String shown : List.of("ALL", "NEW", "NONE")) {
      assertThat(versions(shown).getLast())
          .containsEntry("eventName", "MODIFY")
          .containsEntry("version", 2L)
          .containsEntry("tombstone", true)
          .doesNotContainKey("tombstoneRemoved");
    }
    assertThat(versions("ALL").getFirst()).doesNotContainKey("tombstone");
    assertThat(read(Map.of("operation", "as-of", "time", LATER)))
        .containsEntry("state", "DELETED")
        .doesNotContainKey("item");
    assertThat(diff(1, 2))
        .containsEntry("added", Map.of())
        .containsEntry("changed", Map.of())
        .extractingByKey("removed")
        .asString()
        .contains("path", "text", "one", "version", "writeTokens");
    assertThat(diff(2, 1).get("added").toString()).contains("one").doesNotContain("tombstone");
  }

  /** The time to live removes the tombstone days after the item was deleted. */
  @ParameterizedTest
  @ValueSource(strings = {"NEW_AND_OLD", "NEW"})
  void theRemovalOfATombstoneIsNoSecondDeletion(String images) {
    settings = Database.settings(settings.table(), images, "0");
    write("one");
    delete();
    removeWhatIsStored();
    record();

    for (String shown : List.of("ALL", "NEW", "NONE")) {
      assertThat(versions(shown).getLast())
          .containsEntry("eventName", "REMOVE")
          .containsEntry("tombstone", true)
          .containsEntry("tombstoneRemoved", true);
    }
    assertThat(read(Map.of("operation", "as-of", "time", LATER))).containsEntry("state", "DELETED");
  }

  @Test
  void aDeletionWithoutATombstoneIsNotTheRemovalOfOne() {
    write("one");
    removeWhatIsStored();
    record();

    assertThat(versions("NONE").getLast())
        .containsEntry("tombstone", true)
        .doesNotContainKey("tombstoneRemoved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NEW_AND_OLD", "NEW"})
  void versionsContinueOverATombstoneWithoutAGap(String images) {
    settings = Database.settings(settings.table(), images, "0");
    write("one");
    delete();
    write("three");
    delete();
    removeWhatIsStored();
    write("another life");
    record();

    Map<String, Object> answer = read(Map.of("operation", "versions", "order", "OLDEST_FIRST"));
    assertThat(answer).containsEntry("gaps", 0L);
    assertThat(entries(answer))
        .extracting(entry -> entry.get("version"))
        .containsExactly(1L, 2L, 3L, 4L, null, 1L);
  }

  @Test
  void aLostTombstoneIsAGap() {
    write("one");
    record();
    delete();
    stream.read();
    write("three");
    record();

    assertThat(versions("NONE").getLast())
        .containsEntry(
            "continuity", Map.of("state", "MISSING", "expectedOldVersion", 1L, "missing", 1L));
  }

  @Test
  void anItemWithItsOwnTombstoneAttributeIsLive() {
    VersionedTable<Map<String, AttributeValue>> plain =
        new VersionedTable<>(TestDatabase.client(), VersionedSchema.of(source, "path"));
    Map<String, AttributeValue> item = new HashMap<>(KEY);
    item.put("tombstone", AttributeValue.fromBool(true));
    item.put("text", s("granite"));
    item.put("height", AttributeValue.fromN("2"));
    VersionedItem<Map<String, AttributeValue>> first =
        plain.create(item).orElseThrow().orElseThrow();
    plain.replace(first, KEY).orElseThrow();
    record();

    assertThat(versions("NONE")).noneMatch(entry -> entry.containsKey("tombstone"));
    assertThat(restore(Map.of("version", 1))).containsEntry("outcome", "REPLACED");
    assertThat(read(Map.of("operation", "as-of", "time", LATER))).containsEntry("state", "EXISTS");
    assertThat(stored()).containsEntry("text", s("granite"));
  }

  @Test
  void aBackfillOfATombstoneSaysThatTheItemIsDeleted() {
    write("one");
    delete();
    LoggedRun.of(
        telemetry ->
            new BackfillFunction(
                    TestDatabase.client(),
                    settings,
                    Database.history(TestDatabase.client(), settings),
                    Clock.systemUTC())
                .answer(Map.of("table", source), Deadline.after(Duration.ofMinutes(1)), telemetry));

    assertThat(versions("NONE").getLast())
        .containsEntry("eventName", "BASELINE")
        .containsEntry("version", 2L)
        .containsEntry("tombstone", true);
    assertThat(read(Map.of("operation", "as-of", "time", LATER))).containsEntry("state", "DELETED");
  }

  @Test
  void aTombstoneIsNothingToRestore() {
    write("one");
    delete();
    removeWhatIsStored();
    record();

    for (Map<String, Object> deleted : versions("NONE").subList(1, 3)) {
      assertThatThrownBy(() -> restore(Map.of("position", deleted.get("position"))))
          .isInstanceOf(RestoreRefusedException.class)
          .hasMessageContaining("was deleted; name an entry before the deletion");
    }
    assertThat(stored()).isEmpty();
  }

  @Test
  void anItemIsRestoredOverItsTombstoneAsTheNextVersion() {
    write("one");
    String incarnation = incarnation();
    delete();
    record();

    assertThat(restore(Map.of("version", 1)))
        .containsEntry("outcome", "CREATED")
        .containsEntry("version", 3L);

    assertThat(stored())
        .containsOnlyKeys("path", "text", "version", "writeTokens")
        .containsEntry("text", s("one"));
    assertThat(incarnation()).isEqualTo(incarnation);
    write("four");
    delete();
    record();
    assertThat(versions("NONE"))
        .extracting(entry -> entry.get("version"))
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(read(Map.of("operation", "versions"))).containsEntry("gaps", 0L);
  }

  @Test
  void aRestoreOverATombstoneWithItsVersionCanBeSentAgain() {
    write("one");
    delete();
    record();
    assertThatThrownBy(() -> restore(Map.of("version", 1, "expectedVersion", 1)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("has version 2 now, not the expected 1");

    Map<String, Object> request = Map.of("version", 1, "expectedVersion", 2);
    assertThat(restore(request)).containsEntry("outcome", "CREATED").containsEntry("version", 3L);
    assertThat(restore(request)).containsEntry("outcome", "UNCHANGED").containsEntry("version", 3L);
  }

  @Test
  void aRestoreOverATombstoneThatIsTheItemsStateIsDoneAndIsRefusedOnceTheItemExistsAgain() {
    write("one");
    delete();
    record();
    Map<String, Object> request = Map.of("version", 1, "expectedVersion", 0);
    assertThat(restore(request)).containsEntry("outcome", "CREATED").containsEntry("version", 3L);
    write("four");

    assertThatThrownBy(() -> restore(request))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("is not deleted any more and has version 4 now");
  }

  @Test
  void aLostAnswerOfARestoreOverATombstoneIsNoSecondWrite() {
    write("one");
    delete();
    record();
    DynamoDbClient lossy =
        Database.client(
            TestDatabase.faulty(
                FaultScript.when(
                    call -> call.operation().equals("PutItem") && call.nthOfOperation() <= 2,
                    Fault.DROP_ANSWER)));

    assertThat(restore(lossy, Map.of("version", 1))).containsEntry("version", 3L);
    record();
    assertThat(versions("NONE")).hasSize(3);
  }

  @Test
  void anItemThatIsCreatedInTheSameMomentIsNotOverwritten() {
    write("one");
    delete();
    record();
    DynamoDbClient racing =
        Database.client(
            TestDatabase.faulty(
                call -> {
                  if (call.operation().equals("PutItem")) {
                    write("in between");
                  }
                  return Fault.NONE;
                }));

    assertThatThrownBy(() -> restore(racing, Map.of("version", 1)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("another writer changed");
    assertThat(stored()).containsEntry("text", s("in between"));
  }

  /** The tombstone has write tokens, though the item had none. */
  @ParameterizedTest
  @CsvSource({"NEW_AND_OLD, false", "NEW_AND_OLD, true", "NEW, false", "NEW, true"})
  void aProducersNextPutIsNotLostToARestoreOverATombstone(String images, boolean removed) {
    settings = Database.settings(settings.table(), images, "0");
    // The first versions had tokens; then a producer took the numbering over.
    write("one");
    IdempotentPut producer = new IdempotentPut(TestDatabase.client(), schema);
    producer.ifNewer(Map.of("path", s("/a"), "version", AttributeValue.fromN("2")));
    delete();
    if (removed) {
      removeWhatIsStored();
    }
    record();

    assertThatThrownBy(() -> restore(Map.of("version", 1)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("has no write tokens");
    assertThat(restore(Map.of("version", 1, "writersReadFirst", true)))
        .containsEntry("outcome", "CREATED");
  }

  private void write(String text) {
    items
        .update(new Key(KEY), current -> Optional.of(Map.of("path", s("/a"), "text", s(text))))
        .orElseThrow();
  }

  private void delete() {
    items.delete(items.get(new Key(KEY)).orElseThrow()).orElseThrow();
  }

  /** As the time to live does with a tombstone. */
  private void removeWhatIsStored() {
    TestDatabase.client().deleteItem(delete -> delete.tableName(source).key(KEY));
  }

  private Map<String, AttributeValue> stored() {
    return items.stored(new Key(KEY)).orElse(Map.of());
  }

  private String incarnation() {
    return stored().get("writeTokens").s().split(" ")[0];
  }

  private void record() {
    DynamodbEvent event = stream.read();
    Recording.record(
        new Recorder(Database.history(TestDatabase.client(), settings), settings), event);
  }

  private List<Map<String, Object>> versions(String images) {
    return entries(
        read(Map.of("operation", "versions", "order", "OLDEST_FIRST", "images", images)));
  }

  private Map<String, Object> diff(int from, int to) {
    return read(
        Map.of("operation", "diff", "from", Map.of("version", from), "to", Map.of("version", to)));
  }

  private Map<String, Object> read(Map<String, Object> fields) {
    HistoryReadFunction function =
        new HistoryReadFunction(Database.history(TestDatabase.client(), settings));
    return LoggedRun.of(
            telemetry ->
                function.answer(
                    aboutTheItem(fields), Deadline.after(Duration.ofMinutes(1)), telemetry))
        .answer();
  }

  private Map<String, Object> restore(Map<String, Object> fields) {
    return restore(TestDatabase.client(), fields);
  }

  private Map<String, Object> restore(DynamoDbClient client, Map<String, Object> fields) {
    RestoreFunction function =
        new RestoreFunction(
            client, settings, Database.history(TestDatabase.client(), settings), Clock.systemUTC());
    return LoggedRun.of(
            telemetry ->
                function.answer(
                    aboutTheItem(fields), Deadline.after(Duration.ofMinutes(1)), telemetry))
        .answer();
  }

  private Map<String, Object> aboutTheItem(Map<String, Object> fields) {
    Map<String, Object> request = new HashMap<>(fields);
    request.put("table", source);
    request.put("key", Map.of("path", Map.of("S", "/a")));
    return request;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> entries(Map<String, Object> answer) {
    return (List<Map<String, Object>>) answer.get("entries");
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }
}
