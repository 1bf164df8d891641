package io.dynamopatterns.history.record;

import static io.dynamopatterns.testkit.LoggedRun.failures;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.history.kit.Noise;
import io.dynamopatterns.history.kit.Recording;
import io.dynamopatterns.history.kit.SourceTable;
import io.dynamopatterns.history.kit.SourceTable.Change;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.testkit.LoggedRun;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RecorderIT {
  private final SourceTable pages = new SourceTable("pages");
  private String table;

  @BeforeEach
  void newTable() {
    table = Database.newHistory();
  }

  @Test
  void aBatchIsRecordedAndASecondDeliveryChangesNothing() {
    List<Change> changes =
        IntStream.range(0, 30).mapToObj(i -> pages.put("/" + i % 7, "payload " + i)).toList();

    var first = record(changes);
    var stored = TestDatabase.scan(table);
    var second = record(changes);

    assertThat(failures(first.answer())).isEmpty();
    assertThat(first.count("Recorded")).isEqualTo(30);
    assertThat(failures(second.answer())).isEmpty();
    assertThat(second.count("Recorded")).isZero();
    assertThat(second.count("AlreadyRecorded")).isEqualTo(30);
    assertThat(TestDatabase.scan(table)).hasSize(30).isEqualTo(stored);
  }

  @Test
  void aMalformedRecordFailsAloneAndHoldsBackOnlyItsOwnItem() {
    Change good = pages.put("/good", "one");
    Change bad = pages.put("/bad", "poison");
    Change behind = pages.put("/bad", "behind the poison");
    Change after = pages.put("/good", "two");
    String poison = bad.json().replaceAll("\"NewImage\":\\{.*?}},", "");

    var recording =
        Recording.record(
            recorder(),
            SourceTable.parse(List.of(good.json(), poison, behind.json(), after.json())));

    assertThat(failures(recording.answer())).containsExactly(sequence(bad));
    assertThat(recording.count("Recorded")).isEqualTo(2);
    assertThat(recording.count("Rejected")).isEqualTo(1);
    assertThat(TestDatabase.scan(table))
        .extracting(item -> item.get("pk").s())
        .containsOnly("pages|path=S:/good");
    assertThat(recording.log())
        .contains("INSERT without dynamodb.NewImage")
        .contains(sequence(bad))
        .doesNotContain("poison");
  }

  @Test
  void aRecordWithoutKeysFailsAlone() {
    Change good = pages.put("/good", "one");
    Change bad = pages.put("/bad", "two");
    String keyless = bad.json().replaceAll("\"Keys\":\\{.*?}},", "");

    var recording = Recording.record(recorder(), SourceTable.parse(List.of(keyless, good.json())));

    assertThat(failures(recording.answer())).containsExactly(sequence(bad));
    assertThat(recording.count("Recorded")).isEqualTo(1);
    assertThat(recording.log()).contains("dynamodb.Keys is missing");
  }

  @Test
  void aVersionThatIsNoneIsRecordedCountedAndLogged() {
    var recording =
        record(List.of(pages.put("/a", Map.of("version", AttributeValue.fromS("seven")))));

    assertThat(failures(recording.answer())).isEmpty();
    assertThat(recording.count("Recorded")).isEqualTo(1);
    assertThat(recording.count("BadVersions")).isEqualTo(1);
    assertThat(recording.log())
        .contains("attribute 'version' must be a whole number (N), but is of type S")
        .contains("pages|path=S:/a")
        .doesNotContain("seven");
    assertThat(TestDatabase.scan(table).getFirst())
        .containsKeys("newImage", "versionProblem")
        .doesNotContainKey("version");
  }

  @Test
  void theSameRecordTwiceInOneBatchIsOneEntry() {
    Change change = pages.put("/a", "one");
    var recording = record(List.of(change, change));
    assertThat(failures(recording.answer())).isEmpty();
    assertThat(TestDatabase.scan(table)).hasSize(1);
  }

  @Test
  void whatCannotBeStoredIsReportedFromTheLowestOn() {
    List<Change> changes =
        IntStream.range(0, 50).mapToObj(i -> pages.put("/" + i, "payload " + i)).toList();
    FaultyHttpClient http =
        TestDatabase.faulty(
            call ->
                Fault.throttleStatements(
                    index -> call.number() > 2 || call.number() == 2 && index >= 5));

    var recording = Recording.record(recorder(Database.client(http)), SourceTable.event(changes));

    assertThat(failures(recording.answer())).containsExactly(sequence(changes.get(30)));
    assertThat(recording.count("Recorded")).isEqualTo(30);
    assertThat(recording.count("NotRecorded")).isEqualTo(20);
    assertThat(recording.log()).contains("ThrottlingError");

    var redelivered = record(changes.subList(30, 50));
    assertThat(failures(redelivered.answer())).isEmpty();
    assertThat(TestDatabase.scan(table)).hasSize(50);
  }

  @Test
  void aBatchThatRunsOutOfTimeIsReportedAndNotBegun() {
    List<Change> changes = List.of(pages.put("/a", "one"), pages.put("/b", "two"));
    var recording =
        Recording.record(recorder(), SourceTable.event(changes), Deadline.after(Duration.ZERO));
    assertThat(failures(recording.answer())).containsExactly(sequence(changes.getFirst()));
    assertThat(TestDatabase.scan(table)).isEmpty();
  }

  @Test
  void anEmptyEventIsNothingToDo() {
    StreamsEventResponse response =
        Recording.record(recorder(), SourceTable.parse(List.of())).answer();
    assertThat(failures(response)).isEmpty();
  }

  @Test
  void manyTablesShareOneHistory() {
    SourceTable other = new SourceTable("other");
    record(List.of(pages.put("/a", "of pages"), other.put("/a", "of other")));
    assertThat(TestDatabase.scan(table))
        .extracting(item -> item.get("pk").s())
        .containsExactlyInAnyOrder("pages|path=S:/a", "other|path=S:/a");
  }

  /** What is recorded stays, whatever is delivered later. */
  @Test
  void anEntryIsNeverOverwritten() {
    List<Change> changes = List.of(pages.put("/a", "one"), pages.put("/a", "two"));
    record(changes);
    var stored = TestDatabase.scan(table);

    Recording.record(recorder(Database.settings(table, "NEW", "30")), SourceTable.event(changes));

    assertThat(TestDatabase.scan(table)).isEqualTo(stored);
  }

  /** Negative control: the same with plain puts. */
  @Test
  void plainPutsWouldOverwriteAnEntry() {
    List<Change> changes = List.of(pages.put("/a", "one"), pages.put("/a", "two"));
    record(changes);
    var stored = TestDatabase.scan(table);

    String elsewhere = Database.newHistory();
    Recording.record(
        recorder(Database.settings(elsewhere, "NEW", "30")), SourceTable.event(changes));
    TestDatabase.scan(elsewhere)
        .forEach(item -> TestDatabase.client().putItem(put -> put.tableName(table).item(item)));

    assertThat(TestDatabase.scan(table)).hasSameSizeAs(stored).isNotEqualTo(stored);
  }

  /**
   * The process is killed before and after each of its writes, and the batch is delivered again to
   * a new one: the history is the one of an undisturbed run.
   */
  @Test
  void aKillAtAnyWriteChangesNothing() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      changes.add(pages.put("/" + i % 11, Noise.text(i == 27 ? 370_000 : 40, i)));
    }
    changes.add(pages.delete("/3"));
    changes.add(pages.expire("/4"));
    changes.addAll(
        Stream.of(1, 2).map(i -> pages.put("/7", Noise.text(380_000, 100 + i))).toList());
    FaultyHttpClient undisturbed = TestDatabase.faulty(call -> Fault.NONE);
    Recording.record(recorder(Database.client(undisturbed)), SourceTable.event(changes));
    var expected = TestDatabase.scan(table);
    assertThat(expected).hasSizeGreaterThan(changes.size());
    assertThat(undisturbed.writes()).isGreaterThan(3);

    for (int write = 1; write <= undisturbed.writes(); write++) {
      for (Fault kill : List.of(Fault.KILL_BEFORE, Fault.KILL_AFTER)) {
        int killed = write;
        table = Database.newHistory();
        FaultyHttpClient http =
            TestDatabase.faulty(call -> call.nthWrite() == killed ? kill : Fault.NONE);
        Throwable death = null;
        try {
          Recording.record(recorder(Database.client(http)), SourceTable.event(changes));
        } catch (Error e) {
          death = e;
        }
        assertThat(death).isNotNull();

        assertThat(failures(record(changes).answer())).isEmpty();
        assertThat(TestDatabase.scan(table))
            .as("killed %s write %d", kill, write)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  private LoggedRun<StreamsEventResponse> record(List<Change> changes) {
    return Recording.record(recorder(), SourceTable.event(changes));
  }

  private Recorder recorder() {
    return recorder(TestDatabase.client());
  }

  private Recorder recorder(DynamoDbClient client) {
    HistorySettings settings = Database.settings(table);
    return new Recorder(Database.history(client, settings), settings);
  }

  private static Recorder recorder(HistorySettings settings) {
    return new Recorder(Database.history(TestDatabase.client(), settings), settings);
  }

  private static String sequence(Change change) {
    return SourceTable.streamRecord(change).getDynamodb().getSequenceNumber();
  }
}
