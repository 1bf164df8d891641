package io.dynamopatterns.common.versioned;

import static io.dynamopatterns.common.versioned.Pages.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.HttpAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What every table guarantees: of DynamoDB Local, and of the model in memory. */
abstract class IdempotentPutContract {
  private Pages pages;
  private IdempotentPut puts;

  abstract Pages newPages();

  @BeforeEach
  void startDatabase() {
    pages = newPages();
    puts = new IdempotentPut(pages.client(), pages.schema);
  }

  @AfterEach
  void stopDatabase() {
    pages.close();
  }

  @Test
  void tenRetriesOfOnePutMakeOneChangeInTheStream() {
    Map<String, AttributeValue> item = versioned("/a", 3, 1);

    assertThat(puts.ifNewer(item)).isEqualTo(new PutOutcome.Stored());
    for (int retry = 0; retry < 10; retry++) {
      assertThat(puts.ifNewer(item)).isEqualTo(new PutOutcome.AlreadyThere(item));
    }

    assertThat(pages.changes()).isEqualTo(1);
  }

  @Test
  void aPutWhoseAnswerIsLostIsStoredOnce() {
    IdempotentPut lossy =
        new IdempotentPut(
            pages.client(pages.http(FaultScript.atWrite(1, Fault.DROP_ANSWER))), pages.schema);

    assertThat(lossy.ifAbsent(page("/a", 1))).isInstanceOf(PutOutcome.AlreadyThere.class);

    assertThat(pages.changes()).isEqualTo(1);
  }

  @Test
  void aPutEndsAtItsDeadlineThoughTheServiceDoesNotAnswer() {
    IdempotentPut slow =
        new IdempotentPut(
            pages.client(
                pages.http(
                    FaultScript.when(HttpAttempt::isWrite, Fault.delay(Duration.ofSeconds(20))))),
            pages.schema);

    assertThatExceptionOfType(ApiCallTimeoutException.class)
        .isThrownBy(() -> slow.within(Deadline.after(Duration.ZERO)).ifAbsent(page("/a", 1)));
  }

  @Test
  void expiredItemRefusesNoPutThoughDynamoDbHasNotDeletedItYet() {
    Instant expiry = Instant.parse("2026-11-20T10:00:00Z");
    Map<String, AttributeValue> expiring = new HashMap<>(versioned("/a", 9, 1));
    expiring.put("expiresAt", AttributeValue.fromN(Long.toString(expiry.getEpochSecond())));
    puts.ifNewer(expiring);
    IdempotentPut before = puts(expiry.minusSeconds(1));
    IdempotentPut after = puts(expiry);

    assertThat(before.ifAbsent(page("/a", 2))).isInstanceOf(PutOutcome.AlreadyThere.class);
    assertThat(before.ifNewer(versioned("/a", 2, 3))).isInstanceOf(PutOutcome.Superseded.class);
    assertThat(after.ifNewer(versioned("/a", 2, 3))).isEqualTo(new PutOutcome.Stored());
    assertThat(after.ifNewer(versioned("/a", 2, 3))).isInstanceOf(PutOutcome.AlreadyThere.class);
  }

  @Test
  void putThatIsNotStoredThrowsOnRequest() {
    puts.ifNewer(versioned("/a", 3, 1)).orElseThrow();
    puts.ifNewer(versioned("/a", 3, 1)).orElseThrow();

    assertThatExceptionOfType(WriteFailedException.class)
        .isThrownBy(() -> puts.ifNewer(versioned("/a", 3, 2)).orElseThrow())
        .withMessage("not stored: the same version is stored with other content");
  }

  private IdempotentPut puts(Instant now) {
    return new IdempotentPut(pages.client(), pages.schema.withExpiry("expiresAt", () -> now));
  }

  @Test
  void aNewerVersionReplacesAndAnOlderOneDoesNot() {
    puts.ifNewer(versioned("/a", 9, 1));

    assertThat(puts.ifNewer(versioned("/a", 10, 2))).isEqualTo(new PutOutcome.Stored());
    assertThat(puts.ifNewer(versioned("/a", 9, 1)))
        .isEqualTo(new PutOutcome.Superseded(versioned("/a", 10, 2)));
    assertThat(pages.hits("/a")).isEqualTo(2);
  }

  /** A restore writes the content of version 2 again as version 4, the producer's next. */
  @Test
  void aPutWhoseVersionARestoreHasTakenIsNotReportedAsStored() {
    puts.ifNewer(versioned("/a", 3, 3));
    VersionedTable<Map<String, AttributeValue>> restore = pages.table();
    VersionedItem<Map<String, AttributeValue>> held = restore.get(Pages.key("/a")).orElseThrow();
    restore.replace(held, page("/a", 2)).orElseThrow();

    PutOutcome outcome = puts.ifNewer(versioned("/a", 4, 4));

    assertThat(outcome).isEqualTo(new PutOutcome.VersionTaken(pages.stored("/a")));
    assertThat(pages.hits("/a")).isEqualTo(2);
    assertThat(puts.ifNewer(versioned("/a", 3, 3))).isInstanceOf(PutOutcome.Superseded.class);
    assertThat(puts.ifNewer(versioned("/a", 5, 5))).isEqualTo(new PutOutcome.Stored());
  }

  @Test
  void aRetryOfAPutDoesNotBringBackWhatWasDeleted() {
    VersionedSchema<Map<String, AttributeValue>> schema =
        pages.schema.withTombstones("expiresAt", Duration.ofDays(7));
    VersionedTable<Map<String, AttributeValue>> consumer =
        new VersionedTable<>(pages.client(), schema);
    IdempotentPut lossy =
        new IdempotentPut(
            pages.client(
                pages.http(
                    call -> {
                      if (call.nthWrite() % 2 == 0) {
                        consumer.delete(consumer.get(Pages.key("/a")).orElseThrow());
                      }
                      return call.nthWrite() % 2 == 1 ? Fault.DROP_ANSWER : Fault.NONE;
                    })),
            schema);

    assertThat(lossy.ifAbsent(versioned("/a", 1, 1))).isEqualTo(new PutOutcome.Deleted());
    assertThat(lossy.ifNewer(versioned("/a", 5, 5))).isEqualTo(new PutOutcome.Deleted());

    assertThat(consumer.get(Pages.key("/a"))).isEmpty();
    assertThat(pages.changes()).isEqualTo(4);
  }

  @Test
  void aRetryIsRecognisedThoughDynamoDbTrimmedItsNumbers() {
    Map<String, AttributeValue> item = versioned("/a", 3, 1);
    item.put("share", AttributeValue.fromN("0.50"));

    puts.ifNewer(item);

    assertThat(puts.ifNewer(item)).isInstanceOf(PutOutcome.AlreadyThere.class);
  }

  @Test
  void aStoredVersionThatIsNotANumberIsNamed() {
    Map<String, AttributeValue> broken = page("/a", 1);
    broken.put("version", AttributeValue.fromS("three"));
    puts.ifAbsent(broken);

    assertThatExceptionOfType(MalformedItemException.class)
        .isThrownBy(() -> puts.ifNewer(versioned("/a", 4, 1)))
        .withMessageContaining("attribute 'version' must be a number (N)")
        .withMessageContaining("three");
  }

  @Test
  void ifAbsentKeepsWhatIsThere() {
    puts.ifAbsent(page("/a", 1));

    assertThat(puts.ifAbsent(page("/a", 2))).isEqualTo(new PutOutcome.AlreadyThere(page("/a", 1)));
  }

  @Test
  void anItemWithoutAVersionIsOlderThanAny() {
    puts.ifAbsent(page("/a", 1));

    assertThat(puts.ifNewer(versioned("/a", 1, 2))).isEqualTo(new PutOutcome.Stored());
    assertThat(pages.hits("/a")).isEqualTo(2);
  }

  @Test
  void aPutWithoutAVersionIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> puts.ifNewer(page("/a", 1)))
        .withMessageContaining("attribute 'version' must be a number (N)");
  }

  private static Map<String, AttributeValue> versioned(String path, long version, long hits) {
    Map<String, AttributeValue> item = new HashMap<>(page(path, hits));
    item.put("version", AttributeValue.fromN(Long.toString(version)));
    return item;
  }
}
