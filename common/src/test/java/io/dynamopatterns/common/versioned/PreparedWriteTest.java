package io.dynamopatterns.common.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.annotation.Introspected;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What a write becomes in a transaction. */
class PreparedWriteTest {
  private static final String ABSENT = "attribute_not_exists(#key)";
  private static final String UNCHANGED =
      "attribute_exists(#key) AND #version = :version AND #tokens = :tokens";
  private static final VersionedSchema<Map<String, AttributeValue>> SCHEMA =
      VersionedSchema.of("pages", "path");
  private static final VersionedSchema<Map<String, AttributeValue>> TOMBSTONES =
      SCHEMA.withTombstones("expiresAt", Duration.ofDays(7));
  private static final Map<String, AttributeValue> KEY = Map.of("path", AttributeValue.fromS("/a"));

  @Introspected
  record Page(String path, int hits) {}

  private final Writers writers = new Writers();
  private final VersionedItem<Map<String, AttributeValue>> held =
      new PreparedWrite<>(new VersionedWrite.Create<>(SCHEMA, KEY), writers.lend()).result();

  @Test
  void aCreateIsAPutWhereNoItemIs() {
    Put put = action(new VersionedWrite.Create<>(SCHEMA, KEY)).put();

    assertThat(put.conditionExpression()).isEqualTo(ABSENT);
    assertThat(put.hasExpressionAttributeValues()).as("DynamoDB refuses an empty map").isFalse();
    assertThat(put.item()).containsOnlyKeys("path", "version", "writeTokens");
  }

  @Test
  void aReplaceIsAPutOverTheHeldVersion() {
    Put put = action(new VersionedWrite.Replace<>(SCHEMA, held, KEY)).put();

    assertThat(put.conditionExpression()).isEqualTo(UNCHANGED);
    assertThat(put.expressionAttributeValues())
        .isEqualTo(Map.of(":version", held.storedVersion(), ":tokens", held.storedTokens()));
    assertThat(put.item()).containsEntry("version", AttributeValue.fromN("2"));
  }

  @Test
  void aReplaceKeepsWhatItsTypeDoesNotKnowAndNothingOfATombstone() {
    VersionedSchema<Page> typed = TOMBSTONES.as(Page.class);
    AttributeValue red = AttributeValue.fromS("red");
    Map<String, AttributeValue> item = new HashMap<>(KEY);
    item.put("color", red);
    Map<String, AttributeValue> tombstone =
        action(new VersionedWrite.Delete<>(TOMBSTONES, held)).put().item();
    Page next = new Page("/a", 2);

    assertThat(action(new VersionedWrite.Replace<>(typed, typed.read(item), next)).put().item())
        .containsEntry("color", red)
        .containsEntry("hits", AttributeValue.fromN("2"));
    assertThat(
            action(new VersionedWrite.Replace<>(typed, typed.read(tombstone), next)).put().item())
        .containsOnlyKeys("path", "hits", "version", "writeTokens");
  }

  @Test
  void aDeleteIsOneOfTheHeldVersionAndWithTombstonesAPut() {
    TransactWriteItem deletes = action(new VersionedWrite.Delete<>(SCHEMA, held));
    TransactWriteItem buries = action(new VersionedWrite.Delete<>(TOMBSTONES, held));

    Delete delete = deletes.delete();
    assertThat(delete.key()).isEqualTo(KEY);
    assertThat(delete.conditionExpression()).isEqualTo(UNCHANGED);
    assertThat(delete.expressionAttributeValues()).containsOnlyKeys(":version", ":tokens");
    assertThat(deletes.conditionCheck()).isNull();
    assertThat(buries.delete()).isNull();
    assertThat(buries.put().conditionExpression()).isEqualTo(UNCHANGED);
    assertThat(TOMBSTONES.isTombstone(buries.put().item())).isTrue();
  }

  @Test
  void aCheckIsAConditionAndWritesNothing() {
    TransactWriteItem present = action(new VersionedWrite.Check<>(SCHEMA, held));
    TransactWriteItem absent =
        action(new VersionedWrite.CheckAbsent<>(SCHEMA, SCHEMA.key(held.attributes())));

    for (TransactWriteItem action : new TransactWriteItem[] {present, absent}) {
      ConditionCheck check = action.conditionCheck();
      assertThat(check.key()).isEqualTo(KEY);
      assertThat(check.conditionExpression()).isEqualTo(action == present ? UNCHANGED : ABSENT);
      assertThat(check.hasExpressionAttributeValues()).isEqualTo(action == present);
      assertThat(action.put()).isNull();
      assertThat(action.delete()).isNull();
    }
  }

  private TransactWriteItem action(VersionedWrite<?> write) {
    return new PreparedWrite<>(write, writers.lend()).inTransaction();
  }
}
