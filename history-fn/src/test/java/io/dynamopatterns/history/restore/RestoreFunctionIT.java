package io.dynamopatterns.history.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.versioned.IdempotentPut;
import io.dynamopatterns.common.versioned.PutOutcome;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.history.kit.LiveStream;
import io.dynamopatterns.history.kit.Recording;
import io.dynamopatterns.history.kit.SkippedTime;
import io.dynamopatterns.history.read.HistoryReadFunction;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Restores items of a real table, whose stream goes to the history. */
class RestoreFunctionIT {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);

  private HistorySettings settings;
  private String source;
  private VersionedTable<Map<String, AttributeValue>> items;
  private LiveStream stream;

  @BeforeEach
  void newTables() {
    settings = Database.settings(Database.newHistory());
    source = Database.newSource("path");
    items = new VersionedTable<>(TestDatabase.client(), VersionedSchema.of(source, "path"));
    stream = new LiveStream(source);
  }

  @Test
  void aLiveItemIsReplacedAsItsNextVersion() {
    write("one", "ada");
    write("two", "bob");
    write("three", "bob");

    assertThat(restore(Map.of("version", 1, "expectedVersion", 3, "actor", "eve")))
        .containsEntry("outcome", "REPLACED")
        .containsEntry("version", 4L)
        .containsEntry("table", source)
        .containsEntry("key", Map.of("path", Map.of("S", "/a")));
    assertThat(item())
        .containsEntry("text", s("one"))
        .containsEntry("actor", s("eve"))
        .containsEntry("version", AttributeValue.fromN("4"));
    assertThat(history()).extracting(entry -> entry.get("version")).containsExactly(1L, 2L, 3L, 4L);
    assertThat(history().getLast())
        .containsEntry("actor", "eve")
        .containsEntry("continuity", Map.of("state", "CONTINUOUS"));
  }

  @Test
  void whoRestoresIsSaidWhereWritersSayWhoTheyAre() {
    write("one", "ada");
    write("two", "bob");
    restore(Map.of("version", 1));
    assertThat(item()).containsEntry("actor", s("history-restore"));
  }

  @Test
  void theSameRestoreAgainChangesNothing() {
    write("one", "ada");
    write("two", "ada");
    Map<String, Object> request = Map.of("version", 1, "expectedVersion", 2, "actor", "eve");
    restore(request);
    var restored = item();

    assertThat(restore(request)).containsEntry("outcome", "UNCHANGED").containsEntry("version", 3L);
    assertThat(item()).isEqualTo(restored);
  }

  @Test
  void aDeletedItemIsCreatedAgainWithVersionsThatBeginAtTheTime() {
    write("one", "ada");
    write("two", "ada");
    items.delete(items.get(new Key(key())).orElseThrow()).orElseThrow();

    assertThat(restore(Map.of("version", 1)))
        .containsEntry("outcome", "CREATED")
        .containsEntry("version", CLOCK.millis());
    assertThat(item()).containsEntry("text", s("one")).containsKey("writeTokens");
    assertThat(restore(Map.of("version", 1))).containsEntry("outcome", "UNCHANGED");
    assertThat(history())
        .extracting(entry -> entry.get("eventName"))
        .containsExactly("INSERT", "MODIFY", "REMOVE", "INSERT");
    assertThat(
            items
                .update(new Key(key()), current -> Optional.of(Map.of("path", s("/a"))))
                .succeeded())
        .isTrue();
    assertThat(item())
        .containsEntry("version", AttributeValue.fromN(Long.toString(CLOCK.millis() + 1)));
  }

  /** The deletion in a stream of new images says nothing of the version that it ended. */
  @Test
  void aCreatedItemIsNeverBelowAVersionOfItsHistory() {
    settings = Database.settings(Database.newHistory(), "NEW", "0");
    long beyondTheTime = CLOCK.millis() + 5;
    Database.history(TestDatabase.client(), settings)
        .append(
            List.of(
                entry(1, EventName.INSERT, ItemVersion.of(1), Optional.of(tokened(1))),
                entry(
                    2,
                    EventName.MODIFY,
                    ItemVersion.of(beyondTheTime),
                    Optional.of(tokened(beyondTheTime))),
                entry(3, EventName.REMOVE, ItemVersion.NONE, Optional.empty())),
            Deadline.after(Duration.ofMinutes(1)));

    assertThat(restore(Map.of("version", 1)))
        .containsEntry("outcome", "CREATED")
        .containsEntry("version", beyondTheTime + 1);
  }

  /** The history knows versions 1 to 5; version 6 and the deletion are on their way. */
  @Test
  void noVersionIsGivenTwiceThoughTheHistoryLags() {
    for (int version = 1; version <= 5; version++) {
      write("state " + version, "ada");
    }
    recordChanges();
    write("state 6", "ada");
    items.delete(items.get(new Key(key())).orElseThrow()).orElseThrow();

    assertThat(restoreFromWhatIsRecorded(TestDatabase.client(), Map.of("version", 1)))
        .containsEntry("outcome", "CREATED");

    assertThatThrownBy(
            () ->
                TestDatabase.client()
                    .putItem(
                        put ->
                            put.tableName(source)
                                .item(Map.of("path", s("/a"), "version", n(7)))
                                .conditionExpression("version = :held")
                                .expressionAttributeValues(Map.of(":held", n(6)))))
        .as("a writer that holds the old version 6 and checks the number alone")
        .isInstanceOf(ConditionalCheckFailedException.class);
    assertThat(item()).containsEntry("text", s("state 1"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProducersNextPutIsNotLostToARestore(boolean deleted) {
    IdempotentPut producer =
        new IdempotentPut(TestDatabase.client(), VersionedSchema.of(source, "path"));
    for (int version = 1; version <= 3; version++) {
      producer.ifNewer(
          Map.of("path", s("/a"), "text", s("state " + version), "version", n(version)));
    }
    if (deleted) {
      TestDatabase.client().deleteItem(delete -> delete.tableName(source).key(key()));
    }

    assertThatThrownBy(() -> restore(Map.of("version", 2)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("has no write tokens")
        .hasMessageContaining("let it put the old state as its next version")
        .hasMessageContaining("writersReadFirst: true");

    assertThat(producer.ifNewer(Map.of("path", s("/a"), "version", n(4))))
        .isInstanceOf(PutOutcome.Stored.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anItemWithoutTokensIsRestoredIfTheCallerVouchesForItsWriters(boolean deleted) {
    put(Map.of("path", s("/a"), "text", s("one"), "version", n(1)));
    put(Map.of("path", s("/a"), "text", s("two"), "version", n(2)));
    if (deleted) {
      TestDatabase.client().deleteItem(delete -> delete.tableName(source).key(key()));
    }

    assertThat(restore(Map.of("version", 1, "writersReadFirst", true)))
        .containsEntry("outcome", deleted ? "CREATED" : "REPLACED")
        .containsEntry("version", deleted ? CLOCK.millis() : 3L);
    assertThat(item()).containsEntry("text", s("one"));
  }

  /** The restored item is changed before the request is sent again. */
  @Test
  void aRestoreThatWasAppliedIsNotCalledRefusedWhereItsAnswerWasLost() {
    write("one", "ada");
    items.delete(items.get(new Key(key())).orElseThrow()).orElseThrow();

    assertThat(
            restore(
                Database.client(lostAnswerThen(() -> write("changed", "bob"))),
                Map.of("version", 1)))
        .containsEntry("outcome", "CREATED");
    assertThat(item()).containsEntry("text", s("changed"));
  }

  @Test
  void aRestoreIsUncertainWhereItsAnswerWasLostAndTheItemDoesNotShowItsWriter() {
    write("one", "ada");
    write("two", "ada");
    FaultyHttpClient http =
        lostAnswerThen(() -> put(Map.of("path", s("/a"), "text", s("no tokens"), "version", n(9))));

    assertThatThrownBy(() -> restore(Database.client(http), Map.of("version", 1)))
        .isInstanceOf(RestoreUncertainException.class)
        .hasMessageStartingWith("It is unknown whether " + source + "|path=S:/a was restored");
  }

  @Test
  void aRestoreThatWasThrottledIsCertainlyNotDone() {
    write("one", "ada");
    write("two", "ada");
    FaultyHttpClient http =
        TestDatabase.faulty(
            FaultScript.when(
                call -> call.operation().equals("PutItem"),
                Fault.throttle("TableWriteKeyRangeThroughputExceeded")));

    assertThatThrownBy(() -> restore(Database.client(http), Map.of("version", 1)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("was not written (Throttled")
        .hasMessageEndingWith("send the request again");
    assertThat(item()).containsEntry("text", s("two"));
  }

  /** The same state under a version that this request can not have made. */
  @Test
  void anotherVersionThanExpectedIsRefusedAlsoWhereTheStateIsAsWanted() {
    write("one", "ada");
    write("two", "ada");
    write("one", "ada");
    assertThatThrownBy(() -> restore(Map.of("version", 1, "expectedVersion", 1)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("has version 3 now, not the expected 1");
    assertThat(restore(Map.of("version", 1, "expectedVersion", 3)))
        .containsEntry("outcome", "UNCHANGED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostAnswerIsNoSecondWrite(boolean deleted) {
    write("one", "ada");
    write("two", "ada");
    if (deleted) {
      items.delete(items.get(new Key(key())).orElseThrow()).orElseThrow();
    }
    FaultyHttpClient http =
        TestDatabase.faulty(
            FaultScript.when(
                call -> call.operation().equals("PutItem") && call.nthOfOperation() <= 2,
                Fault.DROP_ANSWER));
    assertThat(restore(Database.client(http), Map.of("version", 1)))
        .containsEntry("outcome", deleted ? "CREATED" : "REPLACED")
        .containsEntry("version", deleted ? CLOCK.millis() : 3L);
    assertThat(history()).hasSize(deleted ? 4 : 3);
    assertThat(item()).containsEntry("text", s("one"));
  }

  @Test
  void aChangeInTheSameMomentIsNotOverwritten() {
    write("one", "ada");
    write("two", "ada");
    FaultyHttpClient http =
        TestDatabase.faulty(
            call -> {
              if (call.operation().equals("PutItem")) {
                write("in between", "bob");
              }
              return Fault.NONE;
            });
    assertThatThrownBy(() -> restore(Database.client(http), Map.of("version", 1)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("another writer changed");
    assertThat(item()).containsEntry("text", s("in between"));
  }

  @Test
  void anItemCreatedInTheSameMomentIsNotOverwritten() {
    write("one", "ada");
    items.delete(items.get(new Key(key())).orElseThrow()).orElseThrow();
    FaultyHttpClient http =
        TestDatabase.faulty(
            call -> {
              if (call.operation().equals("PutItem")) {
                write("in between", "bob");
              }
              return Fault.NONE;
            });
    assertThatThrownBy(() -> restore(Database.client(http), Map.of("version", 1)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("another writer changed");
    assertThat(item()).containsEntry("text", s("in between"));
  }

  @Test
  void anotherVersionThanExpectedIsRefused() {
    write("one", "ada");
    write("two", "ada");
    assertThatThrownBy(() -> restore(Map.of("version", 1, "expectedVersion", 1)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessage(
            "not restored: %s|path=S:/a has version 2 now, not the expected 1".formatted(source));
    items.delete(items.get(new Key(key())).orElseThrow()).orElseThrow();
    assertThatThrownBy(() -> restore(Map.of("version", 1, "expectedVersion", 2)))
        .hasMessageContaining("is deleted now and has no version; send expectedVersion 0");
  }

  @Test
  void aRestoreOfADeletedItemIsRefusedOnceTheItemExistsAgain() {
    write("one", "ada");
    items.delete(items.get(new Key(key())).orElseThrow()).orElseThrow();
    Map<String, Object> request =
        Map.of("position", history().getFirst().get("position"), "expectedVersion", 0);
    write("in between", "bob");

    assertThatThrownBy(() -> restore(request))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("is not deleted any more and has version 1 now");
    assertThat(item()).containsEntry("text", s("in between"));

    items.delete(items.get(new Key(key())).orElseThrow()).orElseThrow();
    assertThat(restore(request)).containsEntry("outcome", "CREATED");
    assertThat(restore(request)).containsEntry("outcome", "UNCHANGED");
  }

  @Test
  void aDeletionIsNothingToRestore() {
    write("one", "ada");
    items.delete(items.get(new Key(key())).orElseThrow()).orElseThrow();
    Object tombstone = history().getLast().get("position");
    assertThatThrownBy(() -> restore(Map.of("position", tombstone)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("was deleted; name an entry before the deletion");
  }

  @Test
  void itemsWithoutVersionsAreRefused() {
    put(Map.of("path", s("/a"), "text", s("one")));
    Object first = history().getFirst().get("position");
    assertThatThrownBy(() -> restore(Map.of("position", first)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("has no version: attribute 'version' must be a whole number (N)");

    put(Map.of("path", s("/a"), "version", AttributeValue.fromN("1")));
    put(Map.of("path", s("/a"), "text", s("two")));
    assertThatThrownBy(() -> restore(Map.of("version", 1)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("has no version now");
    put(Map.of("path", s("/a"), "version", s("two")));
    assertThatThrownBy(() -> restore(Map.of("version", 1)))
        .isInstanceOf(RestoreRefusedException.class)
        .hasMessageContaining("attribute 'version' must be a whole number (N)");
  }

  @Test
  void aBadRequestNamesTheField() {
    assertThatThrownBy(() -> restore(Map.of("version", 1, "expectedVersion", -1)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageStartingWith("bad request: 'expectedVersion' must be a whole number from 0");
    assertThatThrownBy(() -> restore(Map.of()))
        .hasMessage("bad request: 'position' or 'version' must be there, and not both");
    assertThatThrownBy(() -> restore(Map.of("version", 1, "expect", 2)))
        .hasMessageStartingWith("bad request: 'expect' is unknown");
  }

  private Entry entry(
      int second,
      EventName name,
      ItemVersion version,
      Optional<Map<String, AttributeValue>> image) {
    Instant time = Instant.parse("2026-11-20T10:00:00Z").plusSeconds(second);
    return new Entry(
        new ItemKey(source, key()),
        new Position(time, Integer.toString(second)),
        name,
        time,
        version,
        ItemVersion.NONE,
        Optional.empty(),
        false,
        image,
        Optional.empty());
  }

  private void write(String text, String actor) {
    items
        .update(
            new Key(key()),
            current -> Optional.of(Map.of("path", s("/a"), "text", s(text), "actor", s(actor))))
        .orElseThrow();
  }

  private void put(Map<String, AttributeValue> item) {
    TestDatabase.client().putItem(put -> put.tableName(source).item(item));
  }

  private Map<String, AttributeValue> item() {
    return TestDatabase.client()
        .getItem(get -> get.tableName(source).key(key()).consistentRead(true))
        .item();
  }

  private Map<String, Object> restore(Map<String, Object> fields) {
    return restore(TestDatabase.client(), fields);
  }

  /** The first write is applied, its answer lost; something happens before it is sent again. */
  private FaultyHttpClient lostAnswerThen(Runnable meanwhile) {
    return TestDatabase.faulty(
        call -> {
          if (!call.operation().equals("PutItem")) {
            return Fault.NONE;
          }
          if (call.nthOfOperation() == 1) {
            return Fault.DROP_ANSWER;
          }
          if (call.nthOfOperation() == 2) {
            meanwhile.run();
          }
          return Fault.NONE;
        });
  }

  private static Map<String, AttributeValue> tokened(long version) {
    return Map.of("path", s("/a"), "version", n(version), "writeTokens", s("a:1 0 a:1:1"));
  }

  private Map<String, Object> restore(DynamoDbClient client, Map<String, Object> fields) {
    recordChanges();
    return restoreFromWhatIsRecorded(client, fields);
  }

  private Map<String, Object> restoreFromWhatIsRecorded(
      DynamoDbClient client, Map<String, Object> fields) {
    Map<String, Object> request = new HashMap<>(fields);
    request.put("table", source);
    request.put("key", Map.of("path", Map.of("S", "/a")));
    RestoreFunction function =
        new RestoreFunction(client, settings, Database.history(client, settings), CLOCK);
    return LoggedRun.of(
            telemetry ->
                function.answer(
                    request, Deadline.after(Duration.ofSeconds(15), new SkippedTime()), telemetry))
        .answer();
  }

  private void recordChanges() {
    DynamodbEvent event = stream.read();
    Recording.record(
        new Recorder(Database.history(TestDatabase.client(), settings), settings), event);
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> history() {
    recordChanges();
    HistoryReadFunction reader =
        new HistoryReadFunction(Database.history(TestDatabase.client(), settings));
    Map<String, Object> request =
        Map.of(
            "operation",
            "versions",
            "order",
            "OLDEST_FIRST",
            "table",
            source,
            "key",
            Map.of("path", Map.of("S", "/a")));
    return (List<Map<String, Object>>)
        LoggedRun.of(
                telemetry ->
                    reader.answer(request, Deadline.after(Duration.ofMinutes(1)), telemetry))
            .answer()
            .get("entries");
  }

  private static Map<String, AttributeValue> key() {
    return Map.of("path", s("/a"));
  }

  private static AttributeValue n(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }
}
