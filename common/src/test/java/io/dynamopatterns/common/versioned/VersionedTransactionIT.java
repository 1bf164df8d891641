package io.dynamopatterns.common.versioned;

import static io.dynamopatterns.common.versioned.Pages.key;
import static io.dynamopatterns.common.versioned.Pages.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.versioned.VersionedWrite.Check;
import io.dynamopatterns.common.versioned.VersionedWrite.Create;
import io.dynamopatterns.common.versioned.VersionedWrite.Delete;
import io.dynamopatterns.common.versioned.VersionedWrite.Replace;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.emulator.faults.HttpAttempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class VersionedTransactionIT {
  private LocalPages pages;
  private VersionedTable<Map<String, AttributeValue>> table;
  private VersionedItem<Map<String, AttributeValue>> held;

  @BeforeEach
  void startDatabase() {
    pages = new LocalPages();
    table = pages.table();
    held = table.create(page("/held", 1)).orElseThrow().orElseThrow();
  }

  @AfterEach
  void stopDatabase() {
    pages.close();
  }

  @Test
  void allKindsOfWritesAreAppliedTogether() {
    VersionedItem<Map<String, AttributeValue>> doomed =
        table.create(page("/doomed", 1)).orElseThrow().orElseThrow();
    VersionedItem<Map<String, AttributeValue>> checked =
        table.create(page("/checked", 1)).orElseThrow().orElseThrow();

    TransactionOutcome<List<VersionedItem<?>>> outcome =
        commit(
            new Create<>(pages.schema, page("/new", 7)),
            new Replace<>(pages.schema, held, page("/held", 2)),
            new Delete<>(pages.schema, doomed),
            new Check<>(pages.schema, checked));

    assertThat(outcome).isInstanceOf(TransactionOutcome.Applied.class);
    assertThat(outcome.orElseThrow())
        .extracting(VersionedItem::version)
        .containsExactly(1L, 2L, 1L, 1L);
    assertThat(pages.hits("/held")).isEqualTo(2);
    assertThat(table.get(key("/doomed"))).isEmpty();
  }

  @Test
  void oneLostRaceKeepsBackAllAndIsNamed() {
    table.update(key("/held"), Pages.hit("/held")).orElseThrow();

    TransactionOutcome<List<VersionedItem<?>>> outcome =
        commit(
            new Create<>(pages.schema, page("/new", 7)),
            new Replace<>(pages.schema, held, page("/held", 50)));

    List<Optional<WriteOutcome<?>>> reasons =
        ((TransactionOutcome.NotApplied<?>) outcome).reasons();
    assertThat(reasons.get(0)).isEmpty();
    assertThat(reasons.get(1).orElseThrow()).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(table.get(key("/new"))).isEmpty();
    assertThat(pages.hits("/held")).isEqualTo(2);
  }

  @Test
  void aFailedCheckKeepsBackAll() {
    table.update(key("/held"), Pages.hit("/held")).orElseThrow();

    assertThat(commit(new Create<>(pages.schema, page("/new", 7)), new Check<>(pages.schema, held)))
        .isInstanceOf(TransactionOutcome.NotApplied.class);
    assertThat(table.get(key("/new"))).isEmpty();
  }

  @Test
  void aLostAnswerIsNotALostRace() {
    VersionedTransaction lossy = transaction(FaultScript.atWrite(1, Fault.DROP_ANSWER));

    TransactionOutcome<?> outcome =
        lossy.commit(List.of(new Replace<>(pages.schema, held, page("/held", 2))));

    assertThat(outcome).isInstanceOf(TransactionOutcome.Applied.class);
    assertThat(pages.stored("/held").get("version").n()).isEqualTo("2");
  }

  @Test
  void conflictsAreTriedAgainAndAreNotLostRaces() {
    VersionedTransaction conflicting =
        transaction(
            FaultScript.when(
                call -> call.nthWrite() <= 2, Fault.transactionCanceled("TransactionConflict")));

    assertThat(conflicting.commit(List.of(new Replace<>(pages.schema, held, page("/held", 2)))))
        .isInstanceOf(TransactionOutcome.Applied.class);
  }

  @Test
  void lastingConflictsAreReportedAsSuch() {
    VersionedTransaction conflicting =
        transaction(
            FaultScript.when(
                HttpAttempt::isWrite, Fault.transactionCanceled("None", "TransactionConflict")));

    TransactionOutcome<?> outcome =
        conflicting
            .within(Deadline.after(Duration.ofMillis(100)))
            .commit(
                List.of(
                    new Create<>(pages.schema, page("/new", 1)),
                    new Replace<>(pages.schema, held, page("/held", 2))));

    assertThat(outcome)
        .isEqualTo(
            new TransactionOutcome.NotApplied<>(
                List.of(Optional.empty(), Optional.of(new WriteOutcome.Conflict<>()))));
  }

  @Test
  void singleWritesRecogniseThemselvesAlsoAfterATransaction() {
    VersionedTable<Map<String, AttributeValue>> lossy =
        pages.table(
            call -> {
              if (call.nthWrite() == 2) {
                VersionedItem<Map<String, AttributeValue>> current =
                    table.get(key("/held")).orElseThrow();
                commit(
                    new Replace<>(pages.schema, current, page("/held", Pages.hits(current) + 1)));
              }
              return call.nthWrite() == 1 ? Fault.DROP_ANSWER : Fault.NONE;
            });

    assertThat(lossy.update(held, Pages.hit("/held"))).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(pages.hits("/held")).isEqualTo(3);
  }

  @Test
  void impossibleTransactionsAreRefusedBeforeTheyAreSent() {
    List<VersionedWrite<Map<String, AttributeValue>>> many = new ArrayList<>();
    for (int i = 0; i <= VersionedTransaction.MAX_WRITES; i++) {
      many.add(new Create<>(pages.schema, page("/p" + i, 1)));
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> commit(many.toArray(VersionedWrite[]::new)))
        .withMessage("a transaction has 1 to 100 items, not 101");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> commit(new Delete<>(pages.schema, held), new Check<>(pages.schema, held)))
        .withMessageContaining("two writes to one item")
        .withMessageContaining("/held");
  }

  @Test
  void aBatchAppliesWhatItCanInFewTransactions() {
    table.update(key("/held"), Pages.hit("/held")).orElseThrow();
    List<VersionedWrite<Map<String, AttributeValue>>> writes = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      writes.add(new Create<>(pages.schema, page("/b" + i, 1)));
    }
    writes.set(10, new Replace<>(pages.schema, held, page("/held", 50)));
    FaultyHttpClient http = pages.http(FaultScript.none());

    List<WriteOutcome<Map<String, AttributeValue>>> outcomes =
        new VersionedTransaction(pages.client(http)).batch(writes);

    assertThat(outcomes.get(10)).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(outcomes).filteredOn(WriteOutcome::succeeded).hasSize(149);
    assertThat(pages.hits("/b149")).isEqualTo(1);
    assertThat(pages.hits("/held")).isEqualTo(2);
    assertThat(http.writes()).isEqualTo(3);
  }

  @Test
  void aBatchIsSplitBeforeATransactionGetsTooLarge() {
    List<VersionedWrite<Map<String, AttributeValue>>> writes = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      Map<String, AttributeValue> large = new HashMap<>(page("/large" + i, 1));
      large.put("text", AttributeValue.fromS("x".repeat(380 * 1024)));
      writes.add(new Create<>(pages.schema, large));
    }

    assertThat(new VersionedTransaction(pages.dynamoDb.client()).batch(writes))
        .allMatch(WriteOutcome::succeeded);
  }

  /** Eight writers move hits between two pages: none is made or lost on the way. */
  @Test
  void updatesOverSeveralItemsLoseNothingUnderContention() throws Exception {
    table.create(page("/other", 1_000)).orElseThrow();
    ItemReference<Map<String, AttributeValue>> to = pages.schema.item(key("/held"));
    ItemReference<Map<String, AttributeValue>> from = pages.schema.item(key("/other"));
    VersionedTransaction transaction = new VersionedTransaction(pages.dynamoDb.client());
    TransactionChange<Long> move =
        items -> {
          long left = Pages.hits(items.get(from).orElseThrow()) - 1;
          items.put(to, page("/held", Pages.hits(items.get(to).orElseThrow()) + 1));
          items.put(from, page("/other", left));
          return left;
        };
    Set<Long> answers = ConcurrentHashMap.newKeySet();
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
      for (int writer = 0; writer < 8; writer++) {
        writers.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    answers.add(transaction.update(List.of(to, from), move).orElseThrow());
                  }
                }));
      }
    }
    for (Future<?> writer : writers) {
      writer.get();
    }

    assertThat(pages.hits("/held")).isEqualTo(161);
    assertThat(pages.hits("/other")).isEqualTo(840);
    assertThat(answers).as("each answer is of the change that was applied").hasSize(160);
  }

  @Test
  void anUpdateThatWantsNothingWritesNothing() {
    FaultyHttpClient http = pages.http(FaultScript.none());

    ItemReference<Map<String, AttributeValue>> none = pages.schema.item(key("/none"));
    TransactionOutcome<Boolean> outcome =
        new VersionedTransaction(pages.client(http))
            .update(List.of(none), items -> items.get(none).isPresent());

    assertThat(outcome).isEqualTo(new TransactionOutcome.Applied<>(false));
    assertThat(http.writes()).isZero();
  }

  @Test
  void aRefusedWriteOfABatchDoesNotKeepBackTheOthers() {
    List<VersionedWrite<Map<String, AttributeValue>>> writes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      writes.add(new Create<>(pages.schema, page("/b" + i, 1)));
    }
    Map<String, AttributeValue> tooLarge = new HashMap<>(page("/large", 1));
    tooLarge.put("text", AttributeValue.fromS("x".repeat(405 * 1024)));
    writes.add(3, new Create<>(pages.schema, tooLarge));

    List<WriteOutcome<Map<String, AttributeValue>>> outcomes =
        new VersionedTransaction(pages.dynamoDb.client()).batch(writes);

    assertThat(outcomes.get(3)).isInstanceOf(WriteOutcome.Invalid.class);
    assertThat(outcomes).filteredOn(WriteOutcome::succeeded).hasSize(10);
  }

  @Test
  void aLostAnswerIsNotForgottenOverALastingConflict() {
    VersionedTransaction lossy =
        transaction(
            call ->
                call.nthWrite() == 1
                    ? Fault.DROP_ANSWER
                    : Fault.transactionCanceled("TransactionConflict"));

    assertThat(lossy.commit(List.of(new Replace<>(pages.schema, held, page("/held", 2)))))
        .isInstanceOf(TransactionOutcome.Unknown.class);
    assertThat(pages.hits("/held")).isEqualTo(2);
  }

  /** Three attempts are one call of the SDK; the next call must name the same transaction. */
  @Test
  void aTransactionKeepsItsRequestTokenOverAllRetries() {
    VersionedTransaction lossy =
        transaction(
            call ->
                call.nthWrite() == 1
                    ? Fault.DROP_ANSWER
                    : call.nthWrite() <= 3 ? Fault.DROP_BEFORE_SEND : Fault.NONE);

    assertThat(lossy.commit(List.of(new Replace<>(pages.schema, held, page("/held", 2)))))
        .isInstanceOf(TransactionOutcome.Applied.class);
    assertThat(pages.stored("/held").get("version").n()).isEqualTo("2");
  }

  /** Read one by one, the items might be of two moments, and a decision to write nothing wrong. */
  @Test
  void anUpdateReadsItsItemsInOneTransaction() {
    table.create(page("/other", 1)).orElseThrow();
    FaultyHttpClient http =
        pages.http(
            FaultScript.when(
                call -> call.operation().equals("TransactGetItems") && call.nthOfOperation() <= 2,
                Fault.transactionCanceled("TransactionConflict", "None")));
    ItemReference<Map<String, AttributeValue>> one = pages.schema.item(key("/held"));
    ItemReference<Map<String, AttributeValue>> other = pages.schema.item(key("/other"));

    TransactionOutcome<List<Long>> outcome =
        new VersionedTransaction(pages.client(http))
            .update(
                List.of(one, other),
                items ->
                    List.of(
                        Pages.hits(items.get(one).orElseThrow()),
                        Pages.hits(items.get(other).orElseThrow())));

    assertThat(outcome.orElseThrow()).containsExactly(1L, 1L);
    assertThat(http.calls())
        .extracting(HttpAttempt::operation)
        .containsExactly("TransactGetItems", "TransactGetItems", "TransactGetItems");
  }

  @Test
  void createsOfATransactionReplaceTombstones() {
    VersionedSchema<Map<String, AttributeValue>> schema =
        pages.schema.withTombstones("expiresAt", Duration.ofDays(7));
    VersionedTable<Map<String, AttributeValue>> tombstones =
        new VersionedTable<>(pages.dynamoDb.client(), schema);
    tombstones.delete(tombstones.get(key("/held")).orElseThrow());

    TransactionOutcome<List<VersionedItem<?>>> outcome =
        commit(new Create<>(schema, page("/new", 7)), new Create<>(schema, page("/held", 8)));

    assertThat(outcome.orElseThrow()).extracting(VersionedItem::version).containsExactly(1L, 3L);
    assertThat(commit(new Create<>(schema, page("/a", 1)), new Create<>(schema, page("/held", 9))))
        .isInstanceOf(TransactionOutcome.NotApplied.class);
    assertThat(pages.hits("/held")).isEqualTo(8);
  }

  @Test
  void aCreateOfATransactionOverATombstoneIsNotBelowItsGivenVersion() {
    VersionedSchema<Map<String, AttributeValue>> schema =
        pages.schema.withTombstones("expiresAt", Duration.ofDays(7));
    VersionedTable<Map<String, AttributeValue>> tombstones =
        new VersionedTable<>(pages.dynamoDb.client(), schema);
    tombstones.delete(tombstones.get(key("/held")).orElseThrow());

    commit(new Create<>(schema, page("/held", 8), 1000));

    assertThat(tombstones.get(key("/held")).map(VersionedItem::version)).contains(1000L);
  }

  @Test
  void aTombstoneIsNotNamedAsWhatRefusedATransaction() {
    VersionedSchema<Map<String, AttributeValue>> schema =
        pages.schema.withTombstones("expiresAt", Duration.ofDays(7));
    VersionedTable<Map<String, AttributeValue>> tombstones =
        new VersionedTable<>(pages.dynamoDb.client(), schema);
    VersionedItem<Map<String, AttributeValue>> doomed =
        tombstones.create(page("/doomed", 1)).orElseThrow().orElseThrow();
    tombstones.delete(doomed);
    tombstones.delete(tombstones.get(key("/held")).orElseThrow());

    assertThat(commit(new Create<>(schema, page("/held", 8)), new Delete<>(schema, doomed)))
        .isEqualTo(
            new TransactionOutcome.NotApplied<>(
                List.of(
                    Optional.empty(), Optional.of(new WriteOutcome.LostRace<>(Optional.empty())))));
  }

  @Test
  void tombstoneIsAbsentToACheckOfAbsence() {
    VersionedSchema<Map<String, AttributeValue>> schema =
        pages.schema.withTombstones("expiresAt", Duration.ofDays(7));
    VersionedTable<Map<String, AttributeValue>> tombstones =
        new VersionedTable<>(pages.dynamoDb.client(), schema);
    tombstones.delete(tombstones.get(key("/held")).orElseThrow());

    assertThat(
            commit(
                new Create<>(schema, page("/new", 1)),
                new VersionedWrite.CheckAbsent<>(schema, key("/held"))))
        .isInstanceOf(TransactionOutcome.Applied.class);
    assertThat(
            commit(
                new Create<>(schema, page("/other", 1)),
                new VersionedWrite.CheckAbsent<>(schema, key("/new"))))
        .isInstanceOf(TransactionOutcome.NotApplied.class);
  }

  @Test
  void aDeleteInATransactionLeavesATombstone() {
    VersionedSchema<Map<String, AttributeValue>> schema =
        pages.schema.withTombstones("expiresAt", Duration.ofDays(7));

    assertThat(commit(new Delete<>(schema, held))).isInstanceOf(TransactionOutcome.Applied.class);

    assertThat(schema.isTombstone(pages.stored("/held"))).isTrue();
  }

  @Test
  void retriesAreBoundedWithoutADeadlineToo() {
    FaultyHttpClient http =
        pages.http(
            FaultScript.when(
                HttpAttempt::isWrite, Fault.transactionCanceled("TransactionConflict")));

    new VersionedTransaction(pages.client(http))
        .commit(List.of(new Replace<>(pages.schema, held, page("/held", 2))));

    assertThat(http.writes()).isBetween(2, 15);
  }

  @Test
  void nothingIsSentAfterTheDeadline() {
    FaultyHttpClient http = pages.http(FaultScript.none());
    VersionedTransaction late =
        new VersionedTransaction(pages.client(http)).within(Deadline.after(Duration.ZERO));
    List<VersionedWrite<Map<String, AttributeValue>>> writes = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      writes.add(new Create<>(pages.schema, page("/b" + i, 1)));
    }

    assertThat(late.batch(writes)).hasSize(250).containsOnly(new WriteOutcome.NotSent<>());
    assertThat(http.calls()).isEmpty();
  }

  private TransactionOutcome<List<VersionedItem<?>>> commit(VersionedWrite<?>... writes) {
    return new VersionedTransaction(pages.dynamoDb.client()).commit(List.of(writes));
  }

  private VersionedTransaction transaction(FaultScript script) {
    return new VersionedTransaction(pages.client(pages.http(script)));
  }
}
