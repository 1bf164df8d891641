package io.dynamopatterns.common.batch;

import static io.dynamopatterns.common.batch.Things.items;
import static io.dynamopatterns.common.batch.Things.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class BatchWriteIT {
  private static final Backoff QUICK = new Backoff(4, Duration.ofMillis(1), Duration.ofMillis(4));
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
  void oneRequestPutsTwentyFive() {
    writes(FaultScript.none()).put(items(60), minute());

    assertThat(things.stored()).hasSize(60);
    assertThat(things.http.calls()).hasSize(3);
  }

  @Test
  void deletesWhatIsThereAndWhatIsNot() {
    BatchWrite writes = writes(FaultScript.none());
    writes.put(items(30), minute());

    writes.delete(items(40).stream().map(BatchWriteIT::key).toList(), minute());

    assertThat(things.stored()).isEmpty();
  }

  @Test
  void nothingAsksForNothing() {
    writes(FaultScript.none()).put(List.of(), minute());

    assertThat(things.http.calls()).isEmpty();
  }

  @Test
  void whatComesBackUnprocessedIsSentAgainAndOnlyThat() {
    writes(
            FaultScript.when(
                call -> call.number() <= 2, Fault.unprocessed(position -> position % 2 == 1)))
        .put(items(25), minute());

    assertThat(things.stored()).hasSize(25);
    // 25, then the 12 that were held back, of which 6 are held back once more.
    assertThat(things.http.calls())
        .extracting(call -> call.body().split("PutRequest", -1).length - 1)
        .containsExactly(25, 12, 6);
  }

  /** As long as there is progress, only the deadline ends the work. */
  @Test
  void slowProgressIsNotGivenUp() {
    writes(call -> Fault.unprocessed(position -> true)).put(items(10), minute());

    assertThat(things.stored()).hasSize(10);
    assertThat(things.http.calls()).hasSize(10);
  }

  @Test
  void lostAnswersAndThrottlingAreOutlived() {
    writes(FaultScript.seeded(7, 0.5, Fault.DROP_ANSWER, Fault.SERVER_ERROR, Fault.throttle("x")))
        .put(items(100), minute());

    assertThat(things.stored()).hasSize(100);
  }

  @Test
  void aConflictWithAnotherRegionIsSentAgain() {
    Fault replicated =
        new Fault.Refusal(400, "ReplicatedWriteConflictException", "\"message\":\"other Region\"");

    writes(FaultScript.when(call -> call.number() <= 2, replicated)).put(items(30), minute());

    assertThat(things.stored()).hasSize(30);
  }

  @Test
  void whatCannotBeWrittenIsNamed() {
    NotWrittenException failure =
        catchThrowableOfType(
            NotWrittenException.class,
            () -> writes(call -> Fault.throttle("x")).put(items(3), minute()));

    assertThat(failure).hasMessageContaining("table things: 3 of 3 writes were not done");
    assertThat(failure.notWritten()).containsExactlyInAnyOrderElementsOf(items(3));
  }

  @Test
  void afterTheDeadlineNothingIsSent() {
    NotWrittenException failure =
        catchThrowableOfType(
            NotWrittenException.class,
            () -> writes(FaultScript.none()).put(items(3), Deadline.after(Duration.ZERO)));

    assertThat(failure).hasMessageContaining("no time was left");
    assertThat(failure.notWritten()).hasSize(3);
    assertThat(things.http.calls()).isEmpty();
  }

  @Test
  void oneItemThatIsRefusedDoesNotHoldUpTheOthers() {
    List<Map<String, AttributeValue>> items = items(24);
    Map<String, AttributeValue> tooLarge =
        Map.of(
            "pk", AttributeValue.fromS("large"), "text", AttributeValue.fromS("x".repeat(410_000)));
    items.add(7, tooLarge);

    NotWrittenException failure =
        catchThrowableOfType(
            NotWrittenException.class, () -> writes(FaultScript.none()).put(items, minute()));

    assertThat(failure.notWritten()).containsExactly(tooLarge);
    assertThat(things.stored()).hasSize(24);
  }

  @Test
  void aTableThatDoesNotExistIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                new BatchWrite(things.client(FaultScript.none()), "nowhere", QUICK)
                    .put(items(30), minute()))
        .isInstanceOf(NotWrittenException.class)
        .hasMessageContaining("30 of 30");
    assertThat(things.http.calls()).hasSize(2);
  }

  private BatchWrite writes(FaultScript script) {
    return new BatchWrite(things.client(script), Things.TABLE, QUICK);
  }

  private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    return Map.of("pk", item.get("pk"));
  }
}
