package io.dynamopatterns.common.versioned;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Puts for producers that send again when in doubt: however often the same put is sent, the item is
 * stored once and its stream shows one change. It needs no token, because the condition compares
 * what the producer itself knows.
 *
 * <p>Failures come as the SDK's exceptions; sending the same put again is always safe.
 */
public final class IdempotentPut {
  private final DynamoDbClient client;
  private final VersionedSchema schema;

  /**
   * @param schema the table; only {@link #ifNewer} uses its version attribute, and none of these
   *     puts leaves write tokens
   */
  public IdempotentPut(DynamoDbClient client, VersionedSchema schema) {
    this.client = client;
    this.schema = schema;
  }

  /** Stores the item if none with its key exists. */
  public PutOutcome ifAbsent(Map<String, AttributeValue> item) {
    schema.key(item);
    return put(
        PutItemRequest.builder()
            .item(item)
            .conditionExpression("attribute_not_exists(#key)")
            .expressionAttributeNames(Map.of("#key", schema.keyAttributes().getFirst())));
  }

  /**
   * Stores the item if none with its key exists, or one of a lower version or of none.
   *
   * @param item an item with the producer's own version, for example a sequence number, as a number
   * @throws IllegalArgumentException if the item has no version or it is not a number
   */
  public PutOutcome ifNewer(Map<String, AttributeValue> item) {
    schema.key(item);
    AttributeValue version = item.get(schema.versionAttribute());
    if (version == null || version.n() == null) {
      throw new IllegalArgumentException(
          "table %s: attribute '%s' must be a number (N), but is %s"
              .formatted(schema.tableName(), schema.versionAttribute(), version));
    }
    return put(
        PutItemRequest.builder()
            .item(item)
            .conditionExpression("attribute_not_exists(#version) OR #version < :version")
            .expressionAttributeNames(Map.of("#version", schema.versionAttribute()))
            .expressionAttributeValues(Map.of(":version", version)));
  }

  private PutOutcome put(PutItemRequest.Builder request) {
    try {
      client.putItem(
          request
              .tableName(schema.tableName())
              .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
              .build());
      return new PutOutcome.Stored();
    } catch (ConditionalCheckFailedException e) {
      return new PutOutcome.AlreadyThere(e.item());
    }
  }
}
