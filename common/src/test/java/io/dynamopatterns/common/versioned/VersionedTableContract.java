package io.dynamopatterns.common.versioned;

import static io.dynamopatterns.common.versioned.Pages.hit;
import static io.dynamopatterns.common.versioned.Pages.key;
import static io.dynamopatterns.common.versioned.Pages.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.PassingTime;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.emulator.faults.HttpAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What every table guarantees: of DynamoDB Local, and of the model in memory. */
abstract class VersionedTableContract {
  static Pages pages;

  final PassingTime time = new PassingTime();
  VersionedTable<Map<String, AttributeValue>> table;
  String path;

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

    WriteOutcome<?> second = table.create(page(path, 7));

    assertThat(second).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(((WriteOutcome.LostRace<?>) second).current().orElseThrow().version()).isEqualTo(1);
    assertThat(pages.hits(path)).isEqualTo(1);
  }

  @Test
  void replaceNeedsTheVersionItIsBasedOn() {
    VersionedItem<Map<String, AttributeValue>> first =
        table.create(page(path, 1)).orElseThrow().orElseThrow();
    VersionedItem<Map<String, AttributeValue>> second =
        table.replace(first, page(path, 2)).orElseThrow().orElseThrow();

    WriteOutcome<?> stale = table.replace(first, page(path, 9));

    assertThat(second.version()).isEqualTo(2);
    assertThat(((WriteOutcome.LostRace<?>) stale).current().map(Pages::hits)).contains(2L);
    assertThatExceptionOfType(WriteFailedException.class)
        .isThrownBy(stale::orElseThrow)
        .withMessage("lost the race: version 2");
    assertThat(pages.hits(path)).isEqualTo(2);
  }

  @Test
  void deleteNeedsTheVersionItIsBasedOn() {
    VersionedItem<Map<String, AttributeValue>> first =
        table.create(page(path, 1)).orElseThrow().orElseThrow();
    VersionedItem<Map<String, AttributeValue>> second =
        table.replace(first, page(path, 2)).orElseThrow().orElseThrow();

    assertThat(table.delete(first)).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(table.delete(second)).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(table.delete(second)).isEqualTo(new WriteOutcome.Gone<>());
    assertThat(table.get(key(path))).isEmpty();
  }

  @Test
  void updateAppliesTheChangeToTheNewerItemAfterALostRace() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 1)).orElseThrow().orElseThrow();
    table.update(key(path), hit(path));

    WriteOutcome<?> outcome = table.update(held, hit(path));

    assertThat(outcome).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(((WriteOutcome.Applied<?>) outcome).lostRaces()).isEqualTo(1);
    assertThat(pages.hits(path)).isEqualTo(3);
  }

  @Test
  void updateCreatesWhatIsMissingAndWritesNothingWithoutAChange() {
    assertThat(table.update(key(path), current -> Optional.empty()))
        .isEqualTo(new WriteOutcome.Unchanged<>(Optional.empty()));
    assertThat(table.get(key(path))).isEmpty();

    assertThat(table.update(key(path), hit(path)).orElseThrow().map(VersionedItem::version))
        .contains(1L);
  }

  @Test
  void aRaceThatIsAlwaysLostEndsAsALostRaceAfterTheLastAttempt() {
    AtomicInteger attempts = new AtomicInteger();
    VersionedTable<Map<String, AttributeValue>> other = pages.table();
    Change<Map<String, AttributeValue>> overtaken =
        current -> {
          attempts.incrementAndGet();
          other.update(key(path), hit(path)).orElseThrow();
          return hit(path).apply(current);
        };

    WriteOutcome<?> outcome =
        table.within(time.deadline(Duration.ofHours(1))).update(key(path), overtaken);

    assertThat(outcome).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(attempts).hasValue(VersionedTable.RACES.attempts());
    assertThat(pages.hits(path)).isEqualTo(VersionedTable.RACES.attempts());
  }

  @Test
  void aRaceThatIsLostAtTheDeadlineIsNotTriedAgain() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 1)).orElseThrow().orElseThrow();
    table.update(key(path), hit(path)).orElseThrow();
    FaultyHttpClient http =
        pages.http(
            call -> {
              time.pass(Duration.ofMinutes(1));
              return Fault.NONE;
            });

    WriteOutcome<?> outcome =
        new VersionedTable<>(pages.client(http), pages.schema)
            .within(time.deadline(Duration.ofMinutes(1)))
            .update(held, hit(path));

    assertThat(((WriteOutcome.LostRace<?>) outcome).current().map(Pages::hits)).contains(2L);
    assertThat(operations(http)).containsExactly("PutItem");
  }

  /** The item that won is tried at once. Among many writers it is old, so the item is read anew. */
  @Test
  void afterThreeLostRacesItPausesAndReadsTheItem() {
    VersionedTable<Map<String, AttributeValue>> other = pages.table();
    VersionedItem<Map<String, AttributeValue>> held =
        other.create(page(path, 0)).orElseThrow().orElseThrow();
    FaultyHttpClient http = pages.http(FaultScript.none());
    List<Duration> attempts = new ArrayList<>();

    new VersionedTable<>(pages.client(http), pages.schema)
        .within(time.deadline(Duration.ofHours(1)))
        .update(
            held,
            current -> {
              attempts.add(time.passed());
              if (attempts.size() <= 6) {
                other.update(key(path), hit(path)).orElseThrow();
              }
              return hit(path).apply(current);
            })
        .orElseThrow();

    assertThat(operations(http))
        .containsExactly(
            "PutItem", "PutItem", "PutItem", "PutItem", "GetItem", "PutItem", "GetItem", "PutItem",
            "GetItem", "PutItem");
    assertThat(attempts.subList(0, 4)).containsOnly(Duration.ZERO);
    for (int pause = 1; pause <= 3; pause++) {
      assertThat(attempts.get(pause + 3).minus(attempts.get(pause + 2)))
          .isBetween(
              Duration.ofNanos(1), VersionedTable.RACES.base().multipliedBy(1L << pause - 1));
    }
  }

  @Test
  void anItemDeletedAndCreatedAnewIsNotMistakenForTheOneHeld() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 1)).orElseThrow().orElseThrow();
    table.delete(held);
    pages.table().create(page(path, 100));

    assertThat(table.replace(held, page(path, 2))).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(table.delete(held)).isEqualTo(new WriteOutcome.Gone<>());
    assertThat(pages.hits(path)).isEqualTo(100);
  }

  @Test
  void itemsOfApplicationsWithoutAVersionAreTakenOver() {
    putRaw(page(path, 5));

    VersionedItem<Map<String, AttributeValue>> held = table.get(key(path)).orElseThrow();
    assertThat(held.version()).isZero();
    VersionedItem<Map<String, AttributeValue>> next =
        table.replace(held, page(path, 6)).orElseThrow().orElseThrow();

    assertThat(next.version()).isEqualTo(1);
    assertThat(table.replace(held, page(path, 9))).isInstanceOf(WriteOutcome.LostRace.class);
  }

  @Test
  void versionsWrittenByAnotherLibraryAreRespected() {
    Map<String, AttributeValue> versioned = new HashMap<>(page(path, 5));
    versioned.put("version", AttributeValue.fromN("41"));
    putRaw(versioned);
    VersionedItem<Map<String, AttributeValue>> held = table.get(key(path)).orElseThrow();
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
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 1)).orElseThrow().orElseThrow();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.replace(held, page("/other", 1)))
        .withMessageContaining("must keep its key");
  }

  @Test
  void lastingThrottlingIsNeitherALostRaceNorUnknown() {
    VersionedTable<Map<String, AttributeValue>> throttled =
        pages.table(
            FaultScript.when(
                HttpAttempt::isWrite, Fault.throttle("TableWriteKeyRangeThroughputExceeded")));

    WriteOutcome<?> outcome =
        throttled.within(Deadline.after(Duration.ofMillis(100))).create(page(path, 1));

    assertThat(outcome)
        .as("the time runs out in the SDK's pause, and the reason is kept")
        .isEqualTo(new WriteOutcome.Throttled<>("TableWriteKeyRangeThroughputExceeded"));
  }

  @Test
  void aConflictWithAnotherRegionIsNotAppliedAndNotUnknown() {
    Fault replicated =
        new Fault.Refusal(400, "ReplicatedWriteConflictException", "\"message\":\"other Region\"");
    VersionedTable<Map<String, AttributeValue>> conflicting =
        pages.table(FaultScript.when(HttpAttempt::isWrite, replicated));

    WriteOutcome<?> outcome =
        conflicting.within(Deadline.after(Duration.ofMillis(100))).create(page(path, 1));

    assertThat(outcome).isEqualTo(new WriteOutcome.Conflict<>());
  }

  @Test
  void aConflictWithAnotherRegionIsRetriedUntilItIsOver() {
    Fault replicated =
        new Fault.Refusal(400, "ReplicatedWriteConflictException", "\"message\":\"other Region\"");
    VersionedTable<Map<String, AttributeValue>> conflicting =
        pages.table(FaultScript.when(call -> call.isWrite() && call.nthWrite() <= 4, replicated));

    WriteOutcome<?> outcome =
        conflicting.within(time.deadline(Duration.ofHours(1))).create(page(path, 1));

    assertThat(outcome).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(time.passed()).as("after the three attempts of the SDK").isPositive();
  }

  @Test
  void aClientOfAnotherRegionThanTheOwnerIsRefused() {
    VersionedSchema<Map<String, AttributeValue>> owned = pages.schema.ownedBy(Region.EU_WEST_1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VersionedTable<>(pages.client(), owned))
        .withMessageContaining(pages.schema.tableName() + " is written in Region eu-west-1 only")
        .withMessageContaining("the client's Region is " + Region.US_EAST_1);
    assertThatIllegalArgumentException().isThrownBy(() -> new IdempotentPut(pages.client(), owned));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new VersionedTransaction(pages.client())
                    .commit(List.of(new VersionedWrite.Create<>(owned, page(path, 1)))));
    assertThat(
            new VersionedTable<>(pages.client(), pages.schema.ownedBy(Region.US_EAST_1))
                .create(page(path, 1))
                .succeeded())
        .isTrue();
  }

  @Test
  void aDeleteLeavesATombstoneThatReadsAsNoItem() {
    VersionedTable<Map<String, AttributeValue>> table =
        new VersionedTable<>(pages.client(), tombstones());
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 1)).orElseThrow().orElseThrow();

    assertThat(table.delete(held)).isInstanceOf(WriteOutcome.Applied.class);

    Map<String, AttributeValue> stored = pages.stored(path);
    assertThat(stored).containsOnlyKeys("path", "version", "writeTokens", "tombstone", "expiresAt");
    assertThat(Long.parseLong(stored.get("expiresAt").n()))
        .isGreaterThan(Instant.now().plus(Duration.ofDays(6)).getEpochSecond());
    assertThat(tombstones().isTombstone(stored)).isTrue();
    assertThat(Tombstones.isTombstone(Set.of("path"), stored)).isTrue();
    assertThat(table.stored(key(path))).contains(stored);
    assertThat(table.get(key(path))).isEmpty();
    assertThat(table.delete(held)).isEqualTo(new WriteOutcome.LostRace<>(Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.held(stored))
        .withMessageContaining("is deleted");
  }

  @Test
  void versionsContinueOverATombstone() {
    VersionedTable<Map<String, AttributeValue>> table =
        new VersionedTable<>(pages.client(), tombstones());
    table.delete(table.create(page(path, 1)).orElseThrow().orElseThrow());

    VersionedItem<Map<String, AttributeValue>> again =
        table.create(page(path, 7)).orElseThrow().orElseThrow();

    assertThat(again.version()).isEqualTo(3);
    assertThat(pages.stored(path)).containsOnlyKeys("path", "hits", "version", "writeTokens");
    table.delete(again);
    assertThat(table.update(key(path), hit(path)).orElseThrow().map(VersionedItem::version))
        .contains(5L);
  }

  /** An earlier life, of which no tombstone is left, may have reached the versions between. */
  @ParameterizedTest
  @CsvSource({"1, 3", "2, 3", "3, 3", "4, 4", "1000, 1000"})
  void aCreateOverATombstoneIsNeitherBelowTheGivenVersionNorReusesOne(long given, long version) {
    VersionedTable<Map<String, AttributeValue>> table =
        new VersionedTable<>(pages.client(), tombstones());
    table.delete(table.create(page(path, 1)).orElseThrow().orElseThrow());
    String incarnation = tokens().incarnation();
    FaultyHttpClient http = pages.http(writes(Fault.NONE, Fault.DROP_ANSWER));

    VersionedItem<Map<String, AttributeValue>> again =
        new VersionedTable<>(pages.client(http), tombstones())
            .create(page(path, 7), given)
            .orElseThrow()
            .orElseThrow();

    assertThat(again.version()).isEqualTo(version);
    assertThat(table.get(key(path)).map(VersionedItem::version)).contains(version);
    assertThat(tokens().incarnation()).isEqualTo(incarnation);
    assertThat(operations(http)).as("refused, applied, sent again").hasSize(3);
    table.delete(again);
    assertThat(table.update(key(path), hit(path)).orElseThrow().map(VersionedItem::version))
        .contains(version + 2);
  }

  /** Its version is far above the tombstone's, and no write of the versions between exists. */
  @Test
  void aWriteBasedOnATombstoneIsRefusedAfterACreateWithAGivenVersion() {
    VersionedTable<Map<String, AttributeValue>> table =
        new VersionedTable<>(pages.client(), tombstones());
    table.delete(table.create(page(path, 1)).orElseThrow().orElseThrow());
    VersionedTable<Map<String, AttributeValue>> late =
        new VersionedTable<>(
            pages.client(
                pages.http(
                    call -> {
                      if (call.nthWrite() == 1) {
                        table.create(page(path, 5), 1000).orElseThrow();
                      }
                      return call.nthWrite() == 1 ? Fault.DROP_ANSWER : Fault.NONE;
                    })),
            tombstones());

    assertThat(late.update(key(path), hit(path)).orElseThrow().map(VersionedItem::version))
        .contains(1001L);
    assertThat(Pages.hits(table.get(key(path)).orElseThrow())).isEqualTo(6);
  }

  @Test
  void aReplaceWithAVersionThatIsNotAboveTheHeldOneIsRefused() {
    VersionedItem<Map<String, AttributeValue>> held =
        pages.table().create(page(path, 1), 5).orElseThrow().orElseThrow();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VersionedWrite.Replace<>(pages.schema, held, page(path, 2), 5))
        .withMessage("a new version must be above the held 5, but is 5");
  }

  @Test
  void anUpdateOfADeletedItemCostsNoMoreThanOfAnAbsentOne() {
    FaultyHttpClient http = pages.http(FaultScript.none());
    VersionedTable<Map<String, AttributeValue>> table =
        new VersionedTable<>(pages.client(http), tombstones());
    table.delete(table.create(page(path, 1)).orElseThrow().orElseThrow());
    table.update(key(path), hit(path)).orElseThrow();

    assertThat(operations(http)).containsExactly("PutItem", "PutItem", "GetItem", "PutItem");
  }

  /** The same without tombstones stores the item a second time. */
  @Test
  void aRetryOfACreateDoesNotBringBackWhatWasDeleted() {
    VersionedTable<Map<String, AttributeValue>> other =
        new VersionedTable<>(pages.client(), tombstones());
    FaultyHttpClient http =
        pages.http(
            call -> {
              if (call.nthWrite() == 2) {
                other.delete(other.get(key(path)).orElseThrow());
              }
              return call.nthWrite() == 1 ? Fault.DROP_ANSWER : Fault.NONE;
            });

    WriteOutcome<?> outcome =
        new VersionedTable<>(pages.client(http), tombstones()).create(page(path, 1));

    assertThat(outcome).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(other.get(key(path))).isEmpty();
  }

  @Test
  void anItemThatLooksLikeATombstoneIsRefused() {
    VersionedTable<Map<String, AttributeValue>> table =
        new VersionedTable<>(pages.client(), tombstones());
    Map<String, AttributeValue> item = page(path, 1);
    item.put("tombstone", AttributeValue.fromS("mine"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.create(item))
        .withMessageContaining("attribute 'tombstone'")
        .withMessageContaining("is reserved");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pages.schema.withTombstones("expiresAt", Duration.ofHours(1)))
        .withMessageContaining("at least PT24H");
  }

  @Test
  void aDeleteOfAnItemWithoutTokensIsUnknownWhereItsSuccessorRefusesTheRetry() {
    Map<String, AttributeValue> item = page(path, 5);
    item.put("version", AttributeValue.fromN("41"));
    putRaw(item);
    VersionedItem<Map<String, AttributeValue>> held = table.get(key(path)).orElseThrow();
    VersionedTable<Map<String, AttributeValue>> lossy =
        lossyBefore(() -> table.create(page(path, 1)).orElseThrow());

    assertThat(lossy.delete(held)).isInstanceOf(WriteOutcome.Unknown.class);
  }

  @Test
  void anUpdateOfAnItemWithoutTokensIsNotCountedInItsSuccessor() {
    Map<String, AttributeValue> item = page(path, 5);
    item.put("version", AttributeValue.fromN("0"));
    putRaw(item);
    VersionedItem<Map<String, AttributeValue>> held = table.get(key(path)).orElseThrow();
    VersionedTable<Map<String, AttributeValue>> lossy =
        lossyBefore(
            () -> {
              table.delete(table.get(key(path)).orElseThrow());
              table.create(page(path, 1)).orElseThrow();
            });

    assertThat(lossy.update(held, hit(path))).isInstanceOf(WriteOutcome.Unknown.class);
    assertThat(pages.hits(path)).isEqualTo(1);
  }

  @Test
  void aCreateThatFindsTheSuccessorOfItsItemIsUnknownAndNotALostRace() {
    VersionedTable<Map<String, AttributeValue>> lossy =
        lossyBefore(
            () -> {
              table.delete(table.get(key(path)).orElseThrow());
              table.create(page(path, 1)).orElseThrow();
            });

    assertThat(lossy.update(key(path), hit(path))).isInstanceOf(WriteOutcome.Unknown.class);
    assertThat(pages.hits(path)).isEqualTo(1);
  }

  @Test
  void aCreateIsRecognisedHoweverManyWritersFollow() {
    VersionedTable<Map<String, AttributeValue>> lossy =
        lossyBefore(
            () -> {
              for (int writer = 0; writer <= WriteTokens.WRITERS; writer++) {
                pages.table().update(key(path), hit(path)).orElseThrow();
              }
            });

    assertThat(lossy.create(page(path, 0))).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(pages.hits(path)).isEqualTo(WriteTokens.WRITERS + 1);
  }

  @Test
  void aLostAnswerIsRecognisedForEveryKindOfWrite() {
    VersionedTable<Map<String, AttributeValue>> lossy =
        pages.table(FaultScript.when(this::firstSend, Fault.DROP_ANSWER));

    VersionedItem<Map<String, AttributeValue>> created =
        lossy.create(page(path, 1)).orElseThrow().orElseThrow();
    VersionedItem<Map<String, AttributeValue>> replaced =
        lossy.replace(created, page(path, 2)).orElseThrow().orElseThrow();
    assertThat(replaced.version()).isEqualTo(2);
    assertThat(lossy.update(key(path), hit(path)).succeeded()).isTrue();
    assertThat(pages.hits(path)).isEqualTo(3);

    VersionedItem<Map<String, AttributeValue>> last = lossy.get(key(path)).orElseThrow();
    assertThat(lossy.delete(last)).isEqualTo(new WriteOutcome.Gone<>());
  }

  @Test
  void aLostAnswerIsRecognisedAlsoWhenOthersWroteBeforeTheRetry() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 0)).orElseThrow().orElseThrow();
    VersionedTable<Map<String, AttributeValue>> lossy =
        pages.table(
            call -> {
              if (call.isWrite() && !firstSend(call)) {
                for (int i = 0; i < 40; i++) {
                  table.update(key(path), hit(path)).orElseThrow();
                }
              }
              return firstSend(call) ? Fault.DROP_ANSWER : Fault.NONE;
            });

    WriteOutcome<?> outcome = lossy.update(held, hit(path));

    assertThat(outcome).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(pages.hits(path)).isEqualTo(41);
  }

  @Test
  void aBrokenConnectionIsTriedAgainAndAppliedOnce() {
    VersionedTable<Map<String, AttributeValue>> lossy =
        pages.table(FaultScript.when(this::firstSend, Fault.DROP_BEFORE_SEND));

    assertThat(lossy.update(key(path), hit(path)).succeeded()).isTrue();

    assertThat(pages.hits(path)).isEqualTo(1);
  }

  /**
   * The tokens of an item's first versions are complete: a token that is missing was not applied.
   */
  @Test
  void aWriteThatWasNotSentIsALostRaceIfAnotherWasFaster() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 1)).orElseThrow().orElseThrow();
    VersionedTable<Map<String, AttributeValue>> slower =
        pages.table(
            call -> {
              if (call.nthWrite() == 2) {
                table.update(key(path), hit(path)).orElseThrow();
              }
              return call.nthWrite() == 1 ? Fault.DROP_BEFORE_SEND : Fault.NONE;
            });

    assertThat(slower.replace(held, page(path, 9))).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(pages.hits(path)).isEqualTo(2);
  }

  @Test
  void whenNothingIsHeardAtAllTheOutcomeIsUnknown() {
    VersionedTable<Map<String, AttributeValue>> deaf =
        pages.table(FaultScript.when(HttpAttempt::isWrite, Fault.DROP_BEFORE_SEND));

    WriteOutcome<?> outcome =
        deaf.within(Deadline.after(Duration.ofMillis(50))).create(page(path, 1));

    assertThat(outcome).isInstanceOf(WriteOutcome.Unknown.class);
  }

  @Test
  void anAppliedWriteWhoseItemOthersRemovedIsUnknownRatherThanDoneTwice() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 1)).orElseThrow().orElseThrow();
    VersionedTable<Map<String, AttributeValue>> lossy =
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
    VersionedTable<Map<String, AttributeValue>> watched =
        new VersionedTable<>(pages.client(http), pages.schema);
    VersionedItem<Map<String, AttributeValue>> held =
        watched.create(page(path, 1)).orElseThrow().orElseThrow();

    assertThat(operations(http)).containsExactly("PutItem");
    watched.update(held, hit(path)).orElseThrow();
    assertThat(operations(http)).containsExactly("PutItem", "PutItem");
    watched.update(key(path), hit(path)).orElseThrow();
    assertThat(operations(http)).containsExactly("PutItem", "PutItem", "GetItem", "PutItem");
  }

  @Test
  void aLostRaceCostsOneWriteMoreAndNoRead() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 1)).orElseThrow().orElseThrow();
    table.update(key(path), hit(path)).orElseThrow();
    FaultyHttpClient http = pages.http(FaultScript.none());

    new VersionedTable<>(pages.client(http), pages.schema).update(held, hit(path)).orElseThrow();

    assertThat(operations(http)).containsExactly("PutItem", "PutItem");
  }

  @Test
  void answersLostForAWholeCallOfTheSdkAreStillRecognised() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 0)).orElseThrow().orElseThrow();
    VersionedTable<Map<String, AttributeValue>> lossy =
        pages.table(writes(Fault.DROP_ANSWER, Fault.DROP_BEFORE_SEND, Fault.DROP_BEFORE_SEND));

    assertThat(lossy.update(held, hit(path))).isInstanceOf(WriteOutcome.Applied.class);

    assertThat(pages.hits(path)).isEqualTo(1);
  }

  @Test
  void theLastAttemptOfACallOfTheSdkMayBeTheOneApplied() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 0)).orElseThrow().orElseThrow();
    VersionedTable<Map<String, AttributeValue>> lossy =
        pages.table(writes(Fault.throttle("X"), Fault.throttle("X"), Fault.DROP_ANSWER));

    assertThat(lossy.update(held, hit(path)).succeeded()).isTrue();

    assertThat(pages.hits(path)).isEqualTo(1);
  }

  @Test
  void serverErrorsAreAmbiguousAndTriedAgain() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 0)).orElseThrow().orElseThrow();
    VersionedTable<Map<String, AttributeValue>> failing =
        pages.table(
            writes(Fault.DROP_ANSWER, Fault.SERVER_ERROR, Fault.SERVER_ERROR, Fault.SERVER_ERROR));

    assertThat(failing.update(held, hit(path)).succeeded()).isTrue();

    assertThat(pages.hits(path)).isEqualTo(1);
  }

  /** Whatever comes after a lost answer, the write is not called refused: it may be stored. */
  @Test
  void aLostAnswerIsNotForgottenOverALaterFailure() {
    Fault tooLarge =
        new Fault.Refusal(400, "ItemCollectionSizeLimitExceededException", "\"message\":\"\"");
    Fault expired = new Fault.Refusal(400, "ExpiredTokenException", "\"message\":\"\"");
    for (Fault later : List.of(Fault.throttle("X"), tooLarge, expired)) {
      VersionedTable<Map<String, AttributeValue>> lossy =
          pages.table(
              call ->
                  call.nthWrite() == 1 ? Fault.DROP_ANSWER : call.isWrite() ? later : Fault.NONE);
      String item = path + later;

      WriteOutcome<?> outcome =
          lossy.within(Deadline.after(Duration.ofMillis(200))).create(page(item, 1));

      assertThat(outcome).as(later.toString()).isInstanceOf(WriteOutcome.Unknown.class);
      assertThat(pages.hits(item)).isEqualTo(1);
    }
  }

  @Test
  void afterSeventeenOtherWritersTheFateOfALostAnswerIsUnknown() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 0)).orElseThrow().orElseThrow();
    VersionedTable<Map<String, AttributeValue>> lossy =
        pages.table(
            call -> {
              if (call.nthWrite() == 2) {
                for (int writer = 0; writer <= WriteTokens.WRITERS; writer++) {
                  pages.table().update(key(path), hit(path)).orElseThrow();
                }
              }
              return call.nthWrite() == 1 ? Fault.DROP_ANSWER : Fault.NONE;
            });

    assertThat(lossy.update(held, hit(path))).isInstanceOf(WriteOutcome.Unknown.class);
    assertThat(pages.hits(path)).isEqualTo(WriteTokens.WRITERS + 2);
  }

  @Test
  void whenAnotherLibraryDropsTheTokensTheFateOfALostAnswerIsUnknown() {
    Map<String, AttributeValue> item = new HashMap<>(page(path, 0));
    item.put("version", AttributeValue.fromN("41"));
    putRaw(item);
    VersionedItem<Map<String, AttributeValue>> held = table.get(key(path)).orElseThrow();
    VersionedTable<Map<String, AttributeValue>> lossy =
        pages.table(
            call -> {
              if (call.nthWrite() == 2) {
                item.put("version", AttributeValue.fromN("43"));
                putRaw(item);
              }
              return call.nthWrite() == 1 ? Fault.DROP_ANSWER : Fault.NONE;
            });

    assertThat(lossy.update(held, hit(path))).isInstanceOf(WriteOutcome.Unknown.class);
  }

  @Test
  void aCreateRefusedTwiceByABusyItemIsALostRace() {
    for (int writer = 0; writer <= WriteTokens.WRITERS + 1; writer++) {
      pages.table().update(key(path), hit(path)).orElseThrow();
    }
    VersionedTable<Map<String, AttributeValue>> lossy =
        new VersionedTable<>(pages.client(pages.http(writes(Fault.DROP_ANSWER))), tombstones());

    assertThat(lossy.create(page(path, 1))).isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(pages.table(writes(Fault.DROP_ANSWER)).create(page(path, 1)))
        .as("without tombstones it may have been stored and deleted")
        .isInstanceOf(WriteOutcome.Unknown.class);
  }

  @Test
  void aWriterOfUnknownFateIsNotUsedAgain() {
    AtomicInteger millis = new AtomicInteger(60_000);
    FaultScript faults = writes(Fault.DROP_ANSWER, Fault.DROP_BEFORE_SEND, Fault.DROP_BEFORE_SEND);
    VersionedTable<Map<String, AttributeValue>> lossy =
        pages.table(
            call -> {
              if (call.nthWrite() == 3) {
                // No time is left for another call of the SDK.
                millis.set(0);
              }
              return faults.next(call);
            });
    Deadline deadline = Deadline.of(millis::get);
    assertThat(lossy.within(deadline).create(page(path, 1)))
        .isInstanceOf(WriteOutcome.Unknown.class);

    lossy.update(key(path), hit(path)).orElseThrow();

    assertThat(WriteTokens.parse(pages.stored(path).get("writeTokens").s()).tokens()).hasSize(2);
  }

  @Test
  void retriesAreBoundedWithoutADeadlineToo() {
    FaultyHttpClient http =
        pages.http(FaultScript.when(HttpAttempt::isWrite, Fault.DROP_BEFORE_SEND));

    WriteOutcome<?> outcome =
        new VersionedTable<>(pages.client(http), pages.schema).create(page(path, 1));

    assertThat(outcome).isInstanceOf(WriteOutcome.Unknown.class);
    assertThat(http.writes()).isBetween(5, 15);
  }

  @Test
  void nothingIsSentAfterTheDeadline() {
    VersionedItem<Map<String, AttributeValue>> held =
        table.create(page(path, 1)).orElseThrow().orElseThrow();
    FaultyHttpClient http = pages.http(FaultScript.none());
    VersionedTable<Map<String, AttributeValue>> late =
        new VersionedTable<>(pages.client(http), pages.schema)
            .within(Deadline.after(Duration.ZERO));

    assertThat(late.update(key(path), hit(path))).isEqualTo(new WriteOutcome.NotSent<>());
    assertThat(late.replace(held, page(path, 2))).isEqualTo(new WriteOutcome.NotSent<>());
    assertThat(http.calls()).isEmpty();
  }

  @Test
  void aCallUnderWayEndsSoonAfterTheDeadline() {
    VersionedTable<Map<String, AttributeValue>> slow =
        pages.table(FaultScript.when(HttpAttempt::isWrite, Fault.delay(Duration.ofSeconds(20))));

    WriteOutcome<?> outcome =
        assertTimeout(
            Duration.ofSeconds(10),
            () -> slow.within(Deadline.after(Duration.ofMillis(100))).create(page(path, 1)));

    assertThat(outcome).isInstanceOf(WriteOutcome.Unknown.class);
  }

  @Test
  void aChangeMustNotMoveToAnotherItem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.update(key(path), hit("/other")))
        .withMessageContaining("must keep its key");
    assertThat(table.get(key("/other"))).isEmpty();
  }

  @Test
  void readsAreStronglyConsistentUnlessTheyAreAskedForAsEventual() {
    FaultyHttpClient http = pages.http(FaultScript.none());
    VersionedTable<Map<String, AttributeValue>> watched =
        new VersionedTable<>(pages.client(http), pages.schema);

    watched.get(key(path));
    watched.strong().get(key(path));
    watched.eventual().get(key(path));

    assertThat(http.calls())
        .extracting(call -> call.body().contains("\"ConsistentRead\":true"))
        .containsExactly(true, true, false);
  }

  @Test
  void anItemThatWasReadByOtherMeansIsReplacedAsOneThatWasReadHere() {
    table.create(page(path, 1)).orElseThrow();

    VersionedItem<Map<String, AttributeValue>> held = table.held(pages.stored(path));

    assertThat(table.replace(held, page(path, 2)).succeeded()).isTrue();
    assertThat(table.replace(held, page(path, 3))).isInstanceOf(WriteOutcome.LostRace.class);
  }

  private WriteTokens tokens() {
    return WriteTokens.parse(pages.stored(path).get("writeTokens").s());
  }

  private static VersionedSchema<Map<String, AttributeValue>> tombstones() {
    return pages.schema.withTombstones("expiresAt", Duration.ofDays(7));
  }

  /** Its first write is applied and its answer lost; before the retry, others do this. */
  private static VersionedTable<Map<String, AttributeValue>> lossyBefore(Runnable others) {
    return pages.table(
        call -> {
          if (call.nthWrite() == 2) {
            others.run();
          }
          return call.nthWrite() == 1 ? Fault.DROP_ANSWER : Fault.NONE;
        });
  }

  /** The n-th call that writes meets the n-th fault. */
  private static FaultScript writes(Fault... faults) {
    return call ->
        call.isWrite() && call.nthWrite() <= faults.length
            ? faults[call.nthWrite() - 1]
            : Fault.NONE;
  }

  /** True for the odd calls that write: each logical write of these tests is sent twice. */
  private boolean firstSend(HttpAttempt call) {
    return call.isWrite() && call.nthWrite() % 2 == 1;
  }

  private static List<String> operations(FaultyHttpClient http) {
    return http.calls().stream().map(HttpAttempt::operation).toList();
  }

  private static void putRaw(Map<String, AttributeValue> item) {
    pages.client().putItem(put -> put.tableName(pages.schema.tableName()).item(item));
  }
}
