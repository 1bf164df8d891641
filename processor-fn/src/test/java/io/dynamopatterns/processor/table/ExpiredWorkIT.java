package io.dynamopatterns.processor.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.emulator.faults.HttpAttempt;
import io.dynamopatterns.emulator.faults.Killed;
import io.dynamopatterns.processor.kit.CountingWorker;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.work.Limits;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.testkit.TestDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Work whose retention is over is absent, also for the days until DynamoDB deletes its item. The
 * tables here have no time to live: nothing is ever deleted.
 */
class ExpiredWorkIT {
  private static final Duration RETENTION = Duration.ofDays(2);
  private static final String ID = "count-to-1";
  private static final Map<String, Object> SUBMIT =
      Map.of("type", CountingWorker.TYPE, "id", ID, "input", Map.of("to", "1"));

  private final Fleet fleet = new Fleet(new Limits(Duration.ofSeconds(60), 3, 100, RETENTION));
  private final CountingWorker worker = new CountingWorker(10, (number, run) -> {});

  @BeforeEach
  void workers() {
    fleet.withWorkers(worker);
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void expiredWorkThatIsSubmittedAgainRunsOnceMore() {
    fleet.submit(SUBMIT);
    fleet.drain();
    long ended = fleet.work(ID).version();
    fleet.clock.advance(RETENTION.minusSeconds(1));
    assertThat(fleet.submit(SUBMIT)).containsEntry("submitted", 0L).containsEntry("already", 1L);
    fleet.clock.advance(Duration.ofSeconds(1));

    assertThat(fleet.submit(SUBMIT)).containsEntry("submitted", 1L).containsEntry("already", 0L);
    VersionedItem<WorkItem> again = fleet.work(ID);
    assertThat(again.version()).isEqualTo(ended + 1);
    assertThat(again.value().state()).isEqualTo(WorkState.PENDING);
    assertThat(again.value().progress()).isEqualTo(Progress.start());
    assertThat(again.value().createdAt()).contains(fleet.clock.instant());
    assertThat(again.value().finishedAt()).isEmpty();
    assertThat(again.value().attributes()).doesNotContainKey("expiresAt");
    assertThat(fleet.submit(SUBMIT)).containsEntry("submitted", 0L).containsEntry("already", 1L);
    fleet.drain();
    assertThat(worker.steps()).containsExactly(1, 1);
    assertThat(fleet.item(ID).state()).isEqualTo(WorkState.DONE);
    assertThat(eventIds()).hasSize(2);
  }

  @Test
  void workThatIsSubmittedAgainAfterItsItemWasDeletedEndsWithAnotherEventId() {
    expired();
    TestDatabase.dynamoDb()
        .client()
        .deleteItem(delete -> delete.tableName(fleet.tableName).key(Fleet.key(ID)));
    fleet.submit(SUBMIT);
    assertThatItRunsOnceMore();
  }

  @Test
  void lostAnswerToTheReplacementOfExpiredWorkRunsItOnce() {
    long ended = expired();
    WorkTable table = faulty("PutItem", Fault.DROP_ANSWER);

    assertThat(table.insert(List.of(work(ID)), Fleet.ample()))
        .containsExactly(new InsertOutcome.Inserted());
    assertThat(fleet.work(ID).version()).isEqualTo(ended + 1);
    assertThatItRunsOnceMore();
  }

  @ParameterizedTest
  @CsvSource({"GetItem,false", "PutItem,false", "PutItem,true"})
  void deathAtTheReplacementOfExpiredWorkLosesNoRunAndAddsNone(String operation, boolean applied) {
    expired();
    WorkTable table = faulty(operation, applied ? Fault.KILL_AFTER : Fault.KILL_BEFORE);

    assertThatThrownBy(() -> table.insert(List.of(work(ID)), Fleet.ample()))
        .isInstanceOf(Killed.class);
    assertThat(fleet.submit(SUBMIT)).containsEntry("submitted", applied ? 0L : 1L);
    assertThatItRunsOnceMore();
  }

  @Test
  void workIsNotReportedAsThereAlreadyWhereItsItemCouldNotBeRead() {
    expired();
    WorkTable table =
        fleet.table(
            new FaultyHttpClient(
                Fleet.http(),
                FaultScript.when(call -> call.operation().equals("GetItem"), Fault.SERVER_ERROR)));
    assertThat(table.insert(List.of(work(ID)), Fleet.ample()))
        .hasOnlyElementsOfType(InsertOutcome.Failed.class);
  }

  @Test
  void runOfAnEarlierLifeCannotSaveInTheNextOne() {
    fleet.submit(SUBMIT);
    VersionedItem<WorkItem> zombie = claimed("zombie");
    fleet.read(Map.of("operation", "cancel", "id", ID));
    fleet.clock.advance(RETENTION);
    fleet.submit(SUBMIT);
    VersionedItem<WorkItem> current = claimed("current");

    assertThat(current.version()).isGreaterThan(zombie.version() + 1);
    assertThat(
            fleet
                .table()
                .replace(
                    zombie,
                    fleet.lifecycle().saved(zombie.value(), CountingWorker.at(1)),
                    Fleet.ample()))
        .isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(fleet.item(ID).runner()).contains("current");
  }

  @Test
  void ofManyInsertsThoseOfExpiredWorkAreMadeAndTheOthersAreThereAlready() {
    List<WorkItem> work = IntStream.range(0, 60).mapToObj(n -> work("w" + n)).toList();
    fleet.table().insert(work, Fleet.ample());
    IntStream.range(0, 60).filter(n -> n % 2 == 0).forEach(n -> cancel("w" + n));
    fleet.clock.advance(RETENTION);

    List<InsertOutcome> outcomes = fleet.table().insert(work, Fleet.ample());

    for (int n = 0; n < 60; n++) {
      assertThat(outcomes.get(n))
          .as("w" + n)
          .isInstanceOf(
              n % 2 == 0 ? InsertOutcome.Inserted.class : InsertOutcome.AlreadyThere.class);
    }
    assertThat(fleet.table().insert(work, Fleet.ample()))
        .containsOnly(new InsertOutcome.AlreadyThere());
  }

  @Test
  void newWorkCostsNoLook() {
    FaultyHttpClient http = new FaultyHttpClient(Fleet.http(), FaultScript.none());
    fleet.table(http).insert(List.of(work("new")), Fleet.ample());
    assertThat(http.calls())
        .extracting(HttpAttempt::operation)
        .containsExactly("BatchExecuteStatement");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "rejected", "retry", "cancel", "pause", "resume"})
  void expiredWorkIsNotFound(String operation) {
    fleet.submit(SUBMIT);
    cancel(ID);
    fleet.clock.advance(RETENTION);
    List<?> before = fleet.items();

    assertThatThrownBy(() -> fleet.read(Map.of("operation", operation, "id", ID)))
        .hasMessage("not found: work " + ID);
    assertThat(fleet.items()).isEqualTo(before);
  }

  @Test
  void expiredWorkIsNotListed() {
    for (int number = 1; number <= 4; number++) {
      fleet.submit(CountingWorker.to(number));
      fleet.drain();
      fleet.clock.advance(Duration.ofDays(1).minusHours(1));
    }
    Map<String, Object> request = new HashMap<>(Map.of("operation", "list", "state", "DONE"));
    assertThat(ids(fleet.read(request))).containsExactly("count-to-3", "count-to-4");

    request.put("limit", 1);
    Map<String, Object> first = fleet.read(request);
    assertThat(ids(first)).containsExactly("count-to-3");
    request.put("next", first.get("next"));
    Map<String, Object> second = fleet.read(request);
    assertThat(ids(second)).containsExactly("count-to-4");
    assertThat(second).doesNotContainKey("next");
  }

  @Test
  void rejectedPartsOfAnEarlierLifeAreNotShownBesideNewOnes() {
    fleet.submit(SUBMIT);
    // They outlive their work: the retention was longer when they were rejected.
    reject(table(Duration.ofDays(30)), 1, 2, 3);
    cancel(ID);
    fleet.clock.advance(RETENTION);
    fleet.submit(SUBMIT);
    assertThat(rejected()).isEmpty();

    reject(fleet.table(), 2, 4);
    assertThat(rejected()).containsExactly(2L, 4L);
  }

  @Test
  void clocksThatDifferHideNoRejectedPart() {
    fleet.clock.advance(Duration.ofHours(1));
    fleet.submit(SUBMIT);
    fleet.clock.advance(Duration.ofHours(-1));
    reject(fleet.table(), 1);
    assertThat(rejected()).containsExactly(1L);
  }

  @Test
  void expiredRejectedPartsOfWorkThatIsKeptAreNotListed() {
    fleet.submit(SUBMIT);
    reject(fleet.table(), 1);
    fleet.clock.advance(Duration.ofDays(1));
    reject(fleet.table(), 2);
    fleet.clock.advance(Duration.ofDays(1));
    assertThat(rejected()).containsExactly(2L);
  }

  @Test
  void withoutARetentionWorkThatHadOneIsKept() {
    expired();
    WorkTable kept = table(Duration.ZERO);
    assertThat(kept.get(ID, Fleet.ample())).isPresent();
    assertThat(
            kept.list(WorkState.DONE, Optional.empty(), Optional.empty(), 10, Fleet.ample()).next())
        .extracting(ListedWork::id)
        .isEqualTo(ID);
    assertThat(kept.insert(List.of(work(ID)), Fleet.ample()))
        .containsExactly(new InsertOutcome.AlreadyThere());
  }

  /** Finished work whose retention is over; returns its version. */
  private long expired() {
    fleet.submit(SUBMIT);
    fleet.drain();
    long ended = fleet.work(ID).version();
    fleet.clock.advance(RETENTION);
    return ended;
  }

  private void assertThatItRunsOnceMore() {
    fleet.drain();
    assertThat(worker.steps()).containsExactly(1, 1);
    assertThat(eventIds()).hasSize(2);
  }

  /** The ids of the events of ends, each once. */
  private Set<String> eventIds() {
    return fleet.bus.details("WorkCompleted").stream()
        .map(detail -> detail.get("id").asText())
        .collect(Collectors.toSet());
  }

  /** The table, reached with one fault at the first call of an operation. */
  private WorkTable faulty(String operation, Fault fault) {
    return fleet.table(
        new FaultyHttpClient(
            Fleet.http(),
            FaultScript.when(
                call -> call.operation().equals(operation) && call.nthOfOperation() == 1, fault)));
  }

  private WorkTable table(Duration retention) {
    return new WorkTable(
        fleet.dynamoDb(Fleet.http()),
        fleet.tableName,
        new IndexKeys(Fleet.SHARDS),
        retention,
        new Backoff(1, Duration.ZERO, Duration.ZERO),
        fleet.clock);
  }

  private WorkItem work(String id) {
    return WorkItem.create(
        new Work(id, CountingWorker.TYPE, Map.of("to", "1")), 100, fleet.clock.instant());
  }

  private VersionedItem<WorkItem> claimed(String runner) {
    return fleet
        .table()
        .update(ID, item -> fleet.lifecycle().claim(item, runner), Fleet.ample())
        .orElseThrow();
  }

  private void cancel(String id) {
    fleet
        .table()
        .update(id, item -> Optional.of(fleet.lifecycle().cancel(item)), Fleet.ample())
        .orElseThrow();
  }

  private static void reject(WorkTable table, long... numbers) {
    table.reject(
        ID,
        LongStream.of(numbers).mapToObj(number -> new RejectedPart(number, "odd")).toList(),
        Fleet.ample());
  }

  private List<Long> rejected() {
    return ((List<?>) fleet.read(Map.of("operation", "rejected", "id", ID)).get("rejected"))
        .stream().map(part -> (Long) ((Map<?, ?>) part).get("number")).toList();
  }

  private static List<String> ids(Map<String, Object> answer) {
    return ((List<?>) answer.get("work"))
        .stream().map(work -> ((Map<?, ?>) work).get("id").toString()).toList();
  }
}
