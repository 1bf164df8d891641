package io.dynamopatterns.common.versioned;

import static io.dynamopatterns.common.versioned.Pages.key;
import static io.dynamopatterns.common.versioned.Pages.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

class VersionedTableIT extends VersionedTableContract {
  @BeforeAll
  static void startDatabase() {
    pages = new LocalPages();
  }

  @Test
  void whatDynamoDbRefusesIsInvalidAndNotRetried() {
    FaultyHttpClient http = pages.http(FaultScript.none());
    VersionedTable<Map<String, AttributeValue>> watched =
        new VersionedTable<>(pages.client(http), pages.schema);
    Map<String, AttributeValue> tooLarge = new HashMap<>(page(path, 1));
    tooLarge.put("text", AttributeValue.fromS("x".repeat(400 * 1024)));

    WriteOutcome<?> outcome = watched.create(tooLarge);

    assertThat(outcome).isInstanceOf(WriteOutcome.Invalid.class);
    assertThat(((WriteOutcome.Invalid<?>) outcome).message()).contains("size");
    assertThat(http.calls()).hasSize(1);
  }

  /** Why there is no partial update: it would save no units (decision 36). */
  @Test
  void updateOfOneAttributeCostsWhatThePutOfTheWholeItemCosts() {
    Map<String, AttributeValue> large = new HashMap<>(page(path, 1));
    large.put("text", AttributeValue.fromS("x".repeat(50 * 1024)));

    double put =
        pages
            .client()
            .putItem(
                request ->
                    request
                        .tableName(pages.schema.tableName())
                        .item(large)
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
            .consumedCapacity()
            .capacityUnits();
    double update =
        pages
            .client()
            .updateItem(
                request ->
                    request
                        .tableName(pages.schema.tableName())
                        .key(key(path).attributes())
                        .updateExpression("SET hits = :hits")
                        .expressionAttributeValues(Map.of(":hits", AttributeValue.fromN("2")))
                        .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
            .consumedCapacity()
            .capacityUnits();

    assertThat(update).isEqualTo(put).isEqualTo(51);
  }

  @Test
  void aMissingTableIsTheSetUpsFaultAndComesAsTheSdkSaysIt() {
    VersionedTable<Map<String, AttributeValue>> missing =
        new VersionedTable<>(pages.client(), VersionedSchema.of("missing", "path"));

    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> missing.create(page(path, 1)));
  }
}
