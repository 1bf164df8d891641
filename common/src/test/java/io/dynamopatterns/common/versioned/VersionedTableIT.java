package io.dynamopatterns.common.versioned;

import static io.dynamopatterns.common.versioned.Pages.hit;
import static io.dynamopatterns.common.versioned.Pages.key;
import static io.dynamopatterns.common.versioned.Pages.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.local.faults.Call;
import io.dynamopatterns.local.faults.Fault;
import io.dynamopatterns.local.faults.FaultScript;
import io.dynamopatterns.local.faults.FaultyHttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class VersionedTableIT {
  private static Pages pages;
  private VersionedTable table;
  private String path;

  @BeforeAll
  static void startDatabase() {
    pages = new Pages();
  }

  @AfterAll
  static void stopDatabase() {
    pages.close();
  }

  @BeforeEach
  void freshItem(TestInfo test) {
    table = pages.table();
    path = "/" + test.getDisplayName();
  }

  @Test
  void createStoresVersionOneAndOnlyOnce() {
    assertThat(table.create(page(path, 1)).succeeded()).isTrue();

    WriteOutcome second = table.create(page(path, 7));

    assertThat(second).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(((WriteOutcome.LostRace) second).current().orElseThrow().version()).isEqualTo(1);
    assertThat(pages.hits(path)).isEqualTo(1);
  }

  @Test
  void replaceNeedsTheVersionItIsBasedOn() {
    VersionedItem first = table.create(page(path, 1)).orElseThrow().orElseThrow();
    VersionedItem second = table.replace(first, page(path, 2)).orElseThrow().orElseThrow();

    WriteOutcome stale = table.replace(first, page(path, 9));

    assertThat(second.version()).isEqualTo(2);
    assertThat(((WriteOutcome.LostRace) stale).current().map(Pages::hits)).contains(2L);
    assertThat(pages.hits(path)).isEqualTo(2);
  }

  @Test
  void deleteNeedsTheVersionItIsBasedOn() {
    VersionedItem first = table.create(page(path, 1)).orElseThrow().orElseThrow();
    VersionedItem second = table.replace(first, page(path, 2)).orElseThrow().orElseThrow();

    assertThat(table.delete(first)).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(table.delete(second)).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(table.delete(second)).isEqualTo(new WriteOutcome.Gone());
    assertThat(table.get(key(path))).isEmpty();
  }

  @Test
  void updateAppliesTheChangeToTheNewerItemAfterALostRace() {
    VersionedItem held = table.create(page(path, 1)).orElseThrow().orElseThrow();
    table.update(key(path), hit(path));

    WriteOutcome outcome = table.update(held, hit(path));

    assertThat(outcome).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(((WriteOutcome.Applied) outcome).lostRaces()).isEqualTo(1);
    assertThat(pages.hits(path)).isEqualTo(3);
  }

  @Test
  void updateCreatesWhatIsMissingAndWritesNothingWithoutAChange() {
    assertThat(table.update(key(path), current -> Optional.empty()))
        .isEqualTo(new WriteOutcome.Unchanged(Optional.empty()));
    assertThat(table.get(key(path))).isEmpty();

    assertThat(table.update(key(path), hit(path)).orElseThrow().map(VersionedItem::version))
        .contains(1L);
  }

  @Test
  void aRaceThatIsAlwaysLostEndsAsALostRace() {
    VersionedTable other = pages.table();
    Change overtaken =
        current -> {
          other.update(key(path), hit(path));
          return hit(path).apply(current);
        };

    WriteOutcome outcome =
        table.within(Deadline.after(Duration.ofMillis(200))).update(key(path), overtaken);

    assertThat(outcome).isInstanceOf(WriteOutcome.LostRace.class);
    assertThatExceptionOfType(WriteFailedException.class)
        .isThrownBy(outcome::orElseThrow)
        .withMessageContaining("lost the race");
  }

  @Test
  void anItemDeletedAndCreatedAnewIsNotMistakenForTheOneHeld() {
    VersionedItem held = table.create(page(path, 1)).orElseThrow().orElseThrow();
    table.delete(held);
    pages.table().create(page(path, 100));

    assertThat(table.replace(held, page(path, 2))).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(table.delete(held)).isEqualTo(new WriteOutcome.Gone());
    assertThat(pages.hits(path)).isEqualTo(100);
  }

  @Test
  void itemsOfApplicationsWithoutAVersionAreTakenOver() {
    putRaw(page(path, 5));

    VersionedItem held = table.get(key(path)).orElseThrow();
    assertThat(held.version()).isZero();
    VersionedItem next = table.replace(held, page(path, 6)).orElseThrow().orElseThrow();

    assertThat(next.version()).isEqualTo(1);
    assertThat(table.replace(held, page(path, 9))).isInstanceOf(WriteOutcome.LostRace.class);
  }

  @Test
  void versionsWrittenByAnotherLibraryAreRespected() {
    Map<String, AttributeValue> versioned = new HashMap<>(page(path, 5));
    versioned.put("version", AttributeValue.fromN("41"));
    putRaw(versioned);
    VersionedItem held = table.get(key(path)).orElseThrow();
    versioned.put("version", AttributeValue.fromN("42"));
    putRaw(versioned);

    assertThat(table.replace(held, page(path, 9))).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(table.update(key(path), hit(path)).orElseThrow().map(VersionedItem::version))
        .contains(43L);
  }

  @Test
  void aVersionThatIsNotANumberIsRefusedWithTableItemAndAttribute() {
    Map<String, AttributeValue> broken = new HashMap<>(page(path, 5));
    broken.put("version", AttributeValue.fromS("five"));
    putRaw(broken);

    assertThatExceptionOfType(MalformedItemException.class)
        .isThrownBy(() -> table.get(key(path)))
        .withMessageContaining(pages.schema.tableName())
        .withMessageContaining(path)
        .withMessageContaining("attribute 'version' must be a whole number (N)")
        .withMessageContaining("five");
  }

  @Test
  void anItemWithoutItsKeyIsRefusedBeforeItIsSent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.create(Map.of("hits", AttributeValue.fromN("1"))))
        .withMessageContaining("the item has no key attribute 'path'");
    VersionedItem held = table.create(page(path, 1)).orElseThrow().orElseThrow();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.replace(held, page("/other", 1)))
        .withMessageContaining("must keep its key");
  }

  @Test
  void whatDynamoDbRefusesIsInvalidAndNotRetried() {
    FaultyHttpClient http = pages.http(FaultScript.none());
    VersionedTable watched = new VersionedTable(pages.client(http), pages.schema);
    Map<String, AttributeValue> tooLarge = new HashMap<>(page(path, 1));
    tooLarge.put("text", AttributeValue.fromS("x".repeat(400 * 1024)));

    WriteOutcome outcome = watched.create(tooLarge);

    assertThat(outcome).isInstanceOf(WriteOutcome.Invalid.class);
    assertThat(((WriteOutcome.Invalid) outcome).message()).contains("size");
    assertThat(http.calls()).hasSize(1);
  }

  @Test
  void aMissingTableIsTheSetUpsFaultAndComesAsTheSdkSaysIt() {
    VersionedTable missing =
        new VersionedTable(pages.dynamoDb.client(), VersionedSchema.of("missing", "path"));

    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> missing.create(page(path, 1)));
  }

  @Test
  void lastingThrottlingIsToldWithItsReason() {
    VersionedTable throttled =
        pages.table(
            FaultScript.when(
                Call::isWrite, Fault.throttle("TableWriteKeyRangeThroughputExceeded")));

    WriteOutcome outcome =
        throttled.within(Deadline.after(Duration.ofMillis(100))).create(page(path, 1));

    assertThat(outcome)
        .isEqualTo(new WriteOutcome.Throttled("TableWriteKeyRangeThroughputExceeded"));
  }

  @Test
  void aLostAnswerIsRecognisedForEveryKindOfWrite() {
    VersionedTable lossy = pages.table(FaultScript.when(this::firstSend, Fault.DROP_ANSWER));

    VersionedItem created = lossy.create(page(path, 1)).orElseThrow().orElseThrow();
    VersionedItem replaced = lossy.replace(created, page(path, 2)).orElseThrow().orElseThrow();
    assertThat(replaced.version()).isEqualTo(2);
    assertThat(lossy.update(key(path), hit(path)).succeeded()).isTrue();
    assertThat(pages.hits(path)).isEqualTo(3);

    VersionedItem last = lossy.get(key(path)).orElseThrow();
    assertThat(lossy.delete(last)).isEqualTo(new WriteOutcome.Gone());
  }

  @Test
  void aLostAnswerIsRecognisedAlsoWhenOthersWroteBeforeTheRetry() {
    VersionedItem held = table.create(page(path, 0)).orElseThrow().orElseThrow();
    VersionedTable lossy =
        pages.table(
            call -> {
              if (call.isWrite() && !firstSend(call)) {
                for (int i = 0; i < 40; i++) {
                  table.update(key(path), hit(path)).orElseThrow();
                }
              }
              return firstSend(call) ? Fault.DROP_ANSWER : Fault.NONE;
            });

    WriteOutcome outcome = lossy.update(held, hit(path));

    assertThat(outcome).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(pages.hits(path)).isEqualTo(41);
  }

  @Test
  void aBrokenConnectionIsTriedAgainAndAppliedOnce() {
    VersionedTable lossy = pages.table(FaultScript.when(this::firstSend, Fault.DROP_BEFORE_SEND));

    assertThat(lossy.update(key(path), hit(path)).succeeded()).isTrue();

    assertThat(pages.hits(path)).isEqualTo(1);
  }

  @Test
  void whenNothingIsHeardAtAllTheOutcomeIsUnknown() {
    VersionedTable deaf = pages.table(FaultScript.when(Call::isWrite, Fault.DROP_BEFORE_SEND));

    WriteOutcome outcome = deaf.within(Deadline.after(Duration.ofMillis(50))).create(page(path, 1));

    assertThat(outcome).isInstanceOf(WriteOutcome.Unknown.class);
  }

  @Test
  void anAppliedWriteWhoseItemOthersRemovedIsUnknownRatherThanDoneTwice() {
    VersionedItem held = table.create(page(path, 1)).orElseThrow().orElseThrow();
    VersionedTable lossy =
        pages.table(
            call -> {
              if (call.isWrite() && !firstSend(call)) {
                table.delete(table.get(key(path)).orElseThrow());
              }
              return firstSend(call) ? Fault.DROP_ANSWER : Fault.NONE;
            });

    assertThat(lossy.replace(held, page(path, 2))).isInstanceOf(WriteOutcome.Unknown.class);
  }

  @Test
  void anUncontendedUpdateCostsOneWriteAndAReadOnlyWithoutTheItem() {
    FaultyHttpClient http = pages.http(FaultScript.none());
    VersionedTable watched = new VersionedTable(pages.client(http), pages.schema);
    VersionedItem held = watched.create(page(path, 1)).orElseThrow().orElseThrow();

    assertThat(operations(http)).containsExactly("PutItem");
    watched.update(held, hit(path)).orElseThrow();
    assertThat(operations(http)).containsExactly("PutItem", "PutItem");
    watched.update(key(path), hit(path)).orElseThrow();
    assertThat(operations(http)).containsExactly("PutItem", "PutItem", "GetItem", "PutItem");
  }

  @Test
  void aLostRaceCostsOneWriteMoreAndNoRead() {
    VersionedItem held = table.create(page(path, 1)).orElseThrow().orElseThrow();
    table.update(key(path), hit(path)).orElseThrow();
    FaultyHttpClient http = pages.http(FaultScript.none());

    new VersionedTable(pages.client(http), pages.schema).update(held, hit(path)).orElseThrow();

    assertThat(operations(http)).containsExactly("PutItem", "PutItem");
  }

  /** True for the odd calls that write: each logical write of these tests is sent twice. */
  private boolean firstSend(Call call) {
    return call.isWrite() && call.nthWrite() % 2 == 1;
  }

  private static List<String> operations(FaultyHttpClient http) {
    return http.calls().stream().map(Call::operation).toList();
  }

  private static void putRaw(Map<String, AttributeValue> item) {
    pages.dynamoDb.client().putItem(put -> put.tableName(pages.schema.tableName()).item(item));
  }
}
