package io.dynamopatterns.common.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SettlementTest {
  private static final VersionedSchema<Map<String, AttributeValue>> SCHEMA =
      VersionedSchema.of("pages", "path");
  private static final Map<String, AttributeValue> PAGE =
      Map.of("path", AttributeValue.fromS("/a"), "hits", AttributeValue.fromN("1"));

  /** Something between the SDK and DynamoDB may send again, unseen by the SDK. */
  @Test
  void itsOwnTokenInTheItemIsSuccessThoughNoAnswerSeemedLost() {
    Writers writers = new Writers();
    VersionedItem<Map<String, AttributeValue>> held =
        new PreparedWrite<>(new VersionedWrite.Create<>(SCHEMA, PAGE), writers.lend()).result();
    PreparedWrite<Map<String, AttributeValue>> write =
        new PreparedWrite<>(new VersionedWrite.Replace<>(SCHEMA, held, PAGE), writers.lend());

    assertThat(Settlement.of(write, stored(write.result()), false, null))
        .isInstanceOf(WriteOutcome.Applied.class);
    assertThat(Settlement.of(write, stored(held), false, null))
        .isInstanceOf(WriteOutcome.LostRace.class);
  }

  /** Without an item there is no token to look for. */
  @Test
  void aWriteThatFindsNoItemIsUnknownIfAnEarlierAttemptMayHaveBeenApplied() {
    PreparedWrite<Map<String, AttributeValue>> replace = replace(SCHEMA);

    assertThat(Settlement.of(replace, Map.of(), false, null))
        .isEqualTo(new WriteOutcome.LostRace<>(Optional.empty()));
    assertThat(Settlement.of(replace, Map.of(), true, null))
        .isInstanceOf(WriteOutcome.Unknown.class);
    assertThat(Settlement.of(delete(held(SCHEMA)), Map.of(), false, null))
        .as("deleted by this write or by another")
        .isInstanceOf(WriteOutcome.Gone.class);
    assertThat(Settlement.of(delete(held(SCHEMA)), Map.of(), true, null))
        .isInstanceOf(WriteOutcome.Gone.class);
  }

  @Test
  void aCreateThatFindsAnotherItemIsALostRaceIfTombstonesRuleOutThatItsOwnWasRemoved() {
    VersionedSchema<Map<String, AttributeValue>> tombstones =
        SCHEMA.withTombstones("expiresAt", Duration.ofDays(7));
    for (boolean perhaps : List.of(false, true)) {
      assertThat(Settlement.of(create(tombstones), stored(held(tombstones)), perhaps, null))
          .isInstanceOf(WriteOutcome.LostRace.class);
    }
    assertThat(Settlement.of(create(SCHEMA), stored(held(SCHEMA)), false, null))
        .isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(Settlement.of(create(SCHEMA), stored(held(SCHEMA)), true, null))
        .isInstanceOf(WriteOutcome.Unknown.class);
  }

  @Test
  void aCreateThatFindsTheItemThatItMadeIsAppliedHoweverOftenOthersHaveWritten() {
    PreparedWrite<Map<String, AttributeValue>> create = create(SCHEMA);
    VersionedItem<Map<String, AttributeValue>> later = create.result();
    for (int writer = 0; writer <= WriteTokens.WRITERS; writer++) {
      later =
          new PreparedWrite<>(
                  new VersionedWrite.Replace<>(SCHEMA, later, PAGE), new Writers().lend())
              .result();
    }

    assertThat(Settlement.of(create, stored(later), true, null))
        .isInstanceOf(WriteOutcome.Applied.class);
  }

  /** An item of another application does not name the write that created it. */
  @Test
  void aCreateThatFindsAnItemWithoutTokensIsUnknownIfItMayHaveBeenApplied() {
    VersionedSchema<Map<String, AttributeValue>> tombstones =
        SCHEMA.withTombstones("expiresAt", Duration.ofDays(7));

    assertThat(Settlement.of(create(tombstones), PAGE, true, null))
        .isInstanceOf(WriteOutcome.Unknown.class);
    assertThat(Settlement.of(create(tombstones), PAGE, false, null))
        .isInstanceOf(WriteOutcome.LostRace.class);
  }

  @Test
  void aDeleteThatFindsASuccessorHasRemovedItsItem() {
    VersionedItem<Map<String, AttributeValue>> held = held(SCHEMA);
    VersionedItem<Map<String, AttributeValue>> later =
        new PreparedWrite<>(new VersionedWrite.Replace<>(SCHEMA, held, PAGE), new Writers().lend())
            .result();

    assertThat(Settlement.of(delete(held), stored(held(SCHEMA)), true, null))
        .isInstanceOf(WriteOutcome.Gone.class);
    assertThat(Settlement.of(delete(held), stored(later), false, null))
        .isInstanceOf(WriteOutcome.LostRace.class);
    assertThat(Settlement.of(delete(held), stored(later), true, null))
        .isInstanceOf(WriteOutcome.Unknown.class);
  }

  private static PreparedWrite<Map<String, AttributeValue>> create(
      VersionedSchema<Map<String, AttributeValue>> schema) {
    return new PreparedWrite<>(new VersionedWrite.Create<>(schema, PAGE), new Writers().lend());
  }

  private static PreparedWrite<Map<String, AttributeValue>> replace(
      VersionedSchema<Map<String, AttributeValue>> schema) {
    return new PreparedWrite<>(
        new VersionedWrite.Replace<>(schema, held(schema), PAGE), new Writers().lend());
  }

  private static PreparedWrite<Map<String, AttributeValue>> delete(
      VersionedItem<Map<String, AttributeValue>> held) {
    return new PreparedWrite<>(new VersionedWrite.Delete<>(SCHEMA, held), new Writers().lend());
  }

  /** An item that another writer created. */
  private static VersionedItem<Map<String, AttributeValue>> held(
      VersionedSchema<Map<String, AttributeValue>> schema) {
    return create(schema).result();
  }

  @Test
  void theWriterThatCameBackLastIsLentFirst() {
    Writers writers = new Writers();
    Writers.Writer first = writers.lend();
    Writers.Writer second = writers.lend();
    writers.giveBack(first);
    writers.giveBack(second);

    for (int i = 0; i < 5; i++) {
      Writers.Writer lent = writers.lend();
      assertThat(lent).isSameAs(second);
      writers.giveBack(lent);
    }
  }

  @Test
  void twoWritesOfOneWriterNeverShareAToken() {
    Writers.Writer writer = new Writers().lend();

    assertThat(writer.token(1)).isNotEqualTo(writer.token(1));
  }

  private static Map<String, AttributeValue> stored(
      VersionedItem<Map<String, AttributeValue>> item) {
    Map<String, AttributeValue> stored = new TreeMap<>(item.attributes());
    stored.put("version", item.storedVersion());
    stored.put("writeTokens", item.storedTokens());
    return stored;
  }
}
