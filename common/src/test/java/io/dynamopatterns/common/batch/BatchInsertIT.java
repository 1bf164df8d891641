package io.dynamopatterns.common.batch;

import static io.dynamopatterns.common.batch.Things.items;
import static io.dynamopatterns.common.batch.Things.minute;
import static io.dynamopatterns.common.batch.Things.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome.AlreadyThere;
import io.dynamopatterns.common.batch.InsertOutcome.Failed;
import io.dynamopatterns.common.batch.InsertOutcome.Inserted;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class BatchInsertIT {
  private static final Backoff QUICK = new Backoff(8, Duration.ofMillis(1), Duration.ofMillis(4));
  private static Things things;

  @BeforeAll
  static void startDatabase() {
    things = new Things();
  }

  @AfterAll
  static void stopDatabase() {
    things.close();
  }

  @BeforeEach
  void createTable() {
    things.createTable();
  }

  @AfterEach
  void dropTable() {
    things.dropTable();
  }

  @Test
  void whatIsThereStaysAndIsSaidToBeThere() {
    insert(FaultScript.none(), items(3));

    List<Map<String, AttributeValue>> others =
        items(4).stream().map(item -> with(item, "other", AttributeValue.fromBool(true))).toList();
    assertThat(insert(FaultScript.none(), others).outcomes())
        .hasExactlyElementsOfTypes(
            AlreadyThere.class, AlreadyThere.class, AlreadyThere.class, Inserted.class);

    assertThat(things.stored()).hasSize(4).filteredOn(item -> item.containsKey("other")).hasSize(1);
  }

  @Test
  void twentyFiveItemsTakeOneRequest() {
    assertThat(insert(FaultScript.none(), items(101)).outcomes())
        .hasOnlyElementsOfType(Inserted.class);
    assertThat(things.http.calls())
        .hasSize(5)
        .allMatch(call -> call.operation().equals("BatchExecuteStatement"));
  }

  @Test
  void throttledStatementsAloneAreSentAgain() {
    InsertResult result =
        insert(
            FaultScript.when(
                call -> call.number() <= 2, Fault.throttleStatements(index -> index % 5 == 0)),
            items(25));
    assertThat(result.outcomes()).hasOnlyElementsOfType(Inserted.class);
    assertThat(result.resent()).isEqualTo(6);
    assertThat(things.http.calls())
        .extracting(call -> call.body().split("INSERT INTO", -1).length - 1)
        .containsExactly(25, 5, 1);
  }

  @Test
  void retriesEndWithTheAttemptsAndFailOnlyWhatWasThrottled() {
    List<InsertOutcome> outcomes =
        insert(
                call -> Fault.throttleStatements(index -> call.number() > 1 || index == 3),
                items(10))
            .outcomes();
    assertThat(things.http.calls()).hasSize(8);
    assertThat(((Failed) outcomes.get(3)).cause()).hasMessageContaining("ThrottlingError");
    assertThat(outcomes.stream().filter(Inserted.class::isInstance)).hasSize(9);
  }

  @Test
  void retriesEndWithTheDeadline() {
    List<InsertOutcome> outcomes =
        inserts(call -> Fault.throttleStatements(index -> true))
            .insert(items(30), Deadline.after(Duration.ZERO))
            .outcomes();
    assertThat(things.http.calls()).isEmpty();
    assertThat(outcomes)
        .hasSize(30)
        .allSatisfy(
            outcome ->
                assertThat(((Failed) outcome).cause())
                    .hasMessage("not inserted: no time was left to write it"));
  }

  @Test
  void aCallThatHangsEndsAtTheDeadline() {
    long start = System.nanoTime();
    List<InsertOutcome> outcomes =
        inserts(call -> Fault.delay(Duration.ofSeconds(call.number() == 2 ? 60 : 0)))
            .insert(items(30), Deadline.after(Duration.ofMillis(700)))
            .outcomes();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(outcomes.subList(0, 25)).hasOnlyElementsOfType(Inserted.class);
    assertThat(outcomes.subList(25, 30)).hasOnlyElementsOfType(Failed.class);
  }

  @ParameterizedTest
  @CsvSource({"0.3, 1", "0.5, 2", "0.7, 3"})
  void noFaultLosesAnItem(double share, long seed) {
    FaultScript script =
        FaultScript.seeded(
            seed,
            share,
            Fault.DROP_ANSWER,
            Fault.DROP_BEFORE_SEND,
            Fault.SERVER_ERROR,
            Fault.throttle("TableWriteKeyRangeThroughputExceeded"),
            Fault.throttleStatements(index -> index % 3 == 0));
    assertThat(insert(script, items(120)).outcomes()).doesNotHaveAnyElementsOfTypes(Failed.class);
    assertThat(things.stored()).containsExactlyInAnyOrderElementsOf(items(120));
  }

  /** DynamoDB refuses a set that has a member twice. */
  @Test
  void oneStatementThatIsInvalidDoesNotKeepBackTheOthers() {
    List<Map<String, AttributeValue>> items = new ArrayList<>(items(30));
    items.set(
        7, with(items.get(7), "set", AttributeValue.fromSs(Collections.nCopies(2, "member"))));
    List<InsertOutcome> outcomes = insert(FaultScript.none(), items).outcomes();
    assertThat(outcomes.get(7)).isInstanceOf(Failed.class);
    assertThat(outcomes.stream().filter(Inserted.class::isInstance)).hasSize(29);
  }

  @Test
  void aRequestThatIsTooLargeIsTakenApart() {
    Fault tooLarge =
        new Fault.Refusal(413, "RequestEntityTooLarge", "\"message\":\"Injected: too large\"");
    assertThat(
            insert(
                    call ->
                        call.body().split("INSERT INTO", -1).length > 11 ? tooLarge : Fault.NONE,
                    items(25))
                .outcomes())
        .hasOnlyElementsOfType(Inserted.class);
  }

  @Test
  void aRequestRefusedAsAWholeIsTakenApartUntilTheGuiltyStatementIsFound() {
    Fault invalid =
        new Fault.Refusal(400, "ValidationException", "\"message\":\"Injected: one is invalid\"");
    List<InsertOutcome> outcomes =
        insert(FaultScript.when(call -> call.body().contains("\"item-13\""), invalid), items(25))
            .outcomes();
    assertThat(((Failed) outcomes.get(13)).cause().getCause())
        .hasMessageContaining("one is invalid");
    assertThat(outcomes.stream().filter(Inserted.class::isInstance)).hasSize(24);
    assertThat(things.http.calls()).hasSizeLessThanOrEqualTo(11);
  }

  @Test
  void aMissingTableFailsEveryItemAtOnce() {
    List<InsertOutcome> outcomes =
        new BatchInsert(things.client(FaultScript.none()), "no-such-table", QUICK)
            .insert(items(25), minute())
            .outcomes();
    assertThat(outcomes)
        .allSatisfy(
            outcome ->
                assertThat(((Failed) outcome).cause()).hasMessageContaining("ResourceNotFound"));
    assertThat(things.http.calls()).hasSize(1);
  }

  private InsertResult insert(FaultScript script, List<Map<String, AttributeValue>> items) {
    return inserts(script).insert(items, minute());
  }

  private BatchInsert inserts(FaultScript script) {
    return new BatchInsert(things.client(script), Things.TABLE, QUICK);
  }
}
