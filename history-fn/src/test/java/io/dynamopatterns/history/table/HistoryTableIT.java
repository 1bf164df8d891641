package io.dynamopatterns.history.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.batch.InsertOutcome.AlreadyThere;
import io.dynamopatterns.common.batch.InsertOutcome.Failed;
import io.dynamopatterns.common.batch.InsertOutcome.Inserted;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.kit.Database;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class HistoryTableIT {
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");

  private String name;

  @BeforeEach
  void newTable() {
    name = Database.newHistory();
  }

  @Test
  void anEntryAppendedAgainIsFoundStored() {
    HistoryTable table = table(FaultScript.none());
    assertThat(table.append(entries(3), ample()).outcomes()).hasOnlyElementsOfType(Inserted.class);
    assertThat(table.append(entries(4), ample()).outcomes())
        .hasExactlyElementsOfTypes(
            AlreadyThere.class, AlreadyThere.class, AlreadyThere.class, Inserted.class);
    assertThat(TestDatabase.scan(name)).hasSize(4);
  }

  @Test
  void twentyFiveEntriesTakeOneRequest() {
    FaultyHttpClient http = TestDatabase.faulty(FaultScript.none());
    assertThat(table(http).append(entries(101), ample()).outcomes())
        .hasOnlyElementsOfType(Inserted.class);
    assertThat(http.calls())
        .hasSize(5)
        .allMatch(call -> call.operation().equals("BatchExecuteStatement"));
  }

  @Test
  void aChangeTwiceInOneBatchIsOneEntry() {
    List<Entry> twice = new ArrayList<>(entries(2));
    twice.addAll(entries(2));
    assertThat(table(FaultScript.none()).append(twice, ample()).outcomes())
        .hasExactlyElementsOfTypes(
            Inserted.class, Inserted.class, AlreadyThere.class, AlreadyThere.class);
  }

  @Test
  void anotherChangeAtTheSamePositionFailsAndIsNotTakenForTheFirst() {
    Entry one = entry(1, s("one"));
    Entry other = entry(1, s("other"));
    List<InsertOutcome> outcomes =
        table(FaultScript.none())
            .append(List.of(one, other, entry(2, s("next"))), ample())
            .outcomes();
    assertThat(outcomes).hasExactlyElementsOfTypes(Inserted.class, Failed.class, Inserted.class);
    assertThat(((Failed) outcomes.get(1)).cause())
        .hasMessageContaining("another change of pages|path=S:/a is stored at 2026-11-20T10:00:00");
  }

  @ParameterizedTest
  @CsvSource({"0.3, 1", "0.5, 2", "0.7, 3"})
  void noFaultLosesOrDoublesAnEntry(double share, long seed) {
    FaultScript script =
        FaultScript.seeded(
            seed,
            share,
            Fault.DROP_ANSWER,
            Fault.DROP_BEFORE_SEND,
            Fault.SERVER_ERROR,
            Fault.throttle("TableWriteKeyRangeThroughputExceeded"),
            Fault.throttleStatements(index -> index % 3 == 0));
    List<Entry> entries = entries(120);
    List<InsertOutcome> outcomes = table(script).append(entries, ample()).outcomes();
    assertThat(outcomes).doesNotHaveAnyElementsOfTypes(Failed.class);
    assertThat(read()).containsExactlyElementsOf(entries);
  }

  @Test
  void anEntryBeyondFourHundredKilobytesIsReadWholeInBothOrders() {
    List<Entry> entries =
        List.of(
            entry(1, s("before")),
            entry(2, noise(390_000)),
            entry(3, noise(380_000)),
            entry(4, s("after")));
    List<Entry> doubled = entries.stream().map(HistoryTableIT::withOldImage).toList();
    HistoryTable table = table(FaultScript.none());
    assertThat(table.append(doubled, ample()).outcomes()).hasOnlyElementsOfType(Inserted.class);

    assertThat(TestDatabase.scan(name)).hasSizeGreaterThan(6);
    assertThat(read()).isEqualTo(doubled);
    assertThat(list(table.newestFirst(item(), 2))).isEqualTo(doubled.reversed());
    assertThat(list(table.oldestFirstFrom(item(), doubled.get(1).position(), 2)))
        .isEqualTo(doubled.subList(1, 4));
    assertThat(list(table.newestFirstBefore(item(), doubled.get(2).position(), 1)))
        .isEqualTo(doubled.subList(0, 2).reversed());
    assertThat(list(table.newestFirstFrom(item(), doubled.get(2).position(), 1)))
        .isEqualTo(doubled.subList(0, 3).reversed());
  }

  @Test
  void aLargeEntryWhoseHeadIsNotWrittenYetIsNotThere() {
    Entry large = withOldImage(entry(2, noise(390_000)));
    FaultyHttpClient http = TestDatabase.faulty(FaultScript.atWrite(3, Fault.KILL_BEFORE));
    assertThatThrownBy(
            () -> {
              HistoryTable table = table(http);
              table.append(List.of(entry(1, s("a"))), ample());
              table.append(List.of(large), ample()).outcomes();
            })
        .isInstanceOf(Error.class);

    assertThat(TestDatabase.scan(name)).hasSizeGreaterThan(1);
    assertThat(read()).containsExactly(entry(1, s("a")));
    assertThat(list(table(FaultScript.none()).newestFirst(item(), 1)))
        .containsExactly(entry(1, s("a")));

    table(FaultScript.none()).append(List.of(large), ample()).outcomes();
    assertThat(read()).containsExactly(entry(1, s("a")), large);
  }

  @Test
  void anEntryOfWhichAPartIsNotStoredGetsNoHead() {
    Entry large = withOldImage(entry(2, noise(390_000)));
    FaultScript refusesParts =
        FaultScript.when(
            call -> call.body().contains("#c0001"),
            new Fault.Refusal(400, "AccessDeniedException", "\"message\":\"Injected: denied\""));

    assertThat(table(refusesParts).append(List.of(large, entry(3, s("small"))), ample()).outcomes())
        .hasExactlyElementsOfTypes(Failed.class, Inserted.class);

    assertThat(read()).containsExactly(entry(3, s("small")));
    assertThat(table(FaultScript.none()).append(List.of(large), ample()).outcomes())
        .hasExactlyElementsOfTypes(Inserted.class);
    assertThat(read()).containsExactly(large, entry(3, s("small")));
  }

  /** The next version of the runtime may bring another zlib, whose bytes differ. */
  @Test
  void partsThatABrokenRunPackedDifferentlyAreNotMixedIn() {
    Entry large = withOldImage(entry(2, noise(390_000)));
    List<Map<String, AttributeValue>> other =
        new EntryItems(Duration.ZERO).encode(withOldImage(entry(2, noise(389_000))));
    other
        .subList(0, other.size() - 1)
        .forEach(part -> TestDatabase.client().putItem(put -> put.tableName(name).item(part)));

    assertThat(table(FaultScript.none()).append(List.of(large), ample()).outcomes())
        .hasOnlyElementsOfType(Inserted.class);
    assertThat(read()).containsExactly(large);
  }

  /** Negative control: a writer that puts the head first leaves an entry that cannot be read. */
  @Test
  void aHeadBeforeItsPartsWouldBeFoundBroken() {
    Entry large = withOldImage(entry(2, noise(390_000)));
    Map<String, AttributeValue> head = new EntryItems(Duration.ZERO).encode(large).getLast();
    TestDatabase.client().putItem(put -> put.tableName(name).item(head));
    assertThatThrownBy(this::read).hasMessageContaining("is missing");
  }

  private HistoryTable table(FaultScript script) {
    return table(TestDatabase.faulty(script));
  }

  private HistoryTable table(FaultyHttpClient http) {
    return Database.history(Database.client(http), Database.settings(name));
  }

  private List<Entry> read() {
    return list(table(FaultScript.none()).oldestFirst(item(), 7));
  }

  private static List<Entry> list(Iterator<Entry> entries) {
    List<Entry> list = new ArrayList<>();
    entries.forEachRemaining(list::add);
    return list;
  }

  private static List<Entry> entries(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> entry(number, s("payload-" + number)))
        .toList();
  }

  private static ItemKey item() {
    return new ItemKey("pages", Map.of("path", s("/a")));
  }

  private static Entry entry(int number, AttributeValue payload) {
    return new Entry(
        item(),
        new Position(TIME, Integer.toString(number + 1)),
        EventName.MODIFY,
        TIME,
        ItemVersion.of(number + 1L),
        ItemVersion.of(number),
        Optional.empty(),
        false,
        Optional.of(Map.of("payload", payload)),
        Optional.empty());
  }

  private static Entry withOldImage(Entry entry) {
    return new Entry(
        entry.item(),
        entry.position(),
        entry.eventName(),
        entry.time(),
        entry.version(),
        entry.oldVersion(),
        entry.actor(),
        entry.byTimeToLive(),
        entry.newImage(),
        Optional.of(Map.of("payload", noise(370_000))));
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
  }

  private static Deadline ample() {
    return Deadline.after(Duration.ofMinutes(5));
  }
}
