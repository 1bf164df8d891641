package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.ItemContent;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Puts for producers that send the same put again when an answer is lost. In the life of an item,
 * however often the same put is sent, the item is stored once and its stream shows one change. The
 * put needs no token, because the condition compares what the producer itself knows.
 *
 * <p>The versions of {@link #ifNewer} belong to the producer. If another writer numbers the same
 * item, the producer's put ends as {@link PutOutcome.VersionTaken} or {@link
 * PutOutcome.Superseded}, and its content is not stored.
 *
 * <p>If the item is deleted while a put of it is retried, the retry stores it again and its stream
 * shows two changes. With {@link VersionedSchema#withTombstones}, and deletes through {@link
 * VersionedTable}, the tombstone refuses the retry as {@link PutOutcome.Deleted}.
 *
 * <p>Failures come as the SDK's exceptions. It is then unknown whether the item was stored; send
 * the same put again.
 */
public final class IdempotentPut {
  private final DynamoDbClient client;
  private final VersionedSchema<?> schema;
  private final Deadline deadline;

  /**
   * The table, with a minute for each put with all its retries.
   *
   * @param schema the table; only {@link #ifNewer} uses its version attribute, and none of these
   *     puts leaves write tokens
   * @throws IllegalArgumentException if the client's Region is not the table's owner
   */
  public IdempotentPut(DynamoDbClient client, VersionedSchema<?> schema) {
    this(client, schema, null);
  }

  private IdempotentPut(DynamoDbClient client, VersionedSchema<?> schema, Deadline deadline) {
    schema.requireOwner(client);
    this.client = client;
    this.schema = schema;
    this.deadline = deadline;
  }

  /** The same with a deadline: a put ends within a second of it. */
  public IdempotentPut within(Deadline newDeadline) {
    return new IdempotentPut(client, schema, newDeadline);
  }

  /**
   * Stores the item if none with its key exists, or it has expired ({@link
   * VersionedSchema#withExpiry}). One request, ⌈item / 1 KB⌉ write units, also if it is refused.
   * Needs {@code dynamodb:PutItem}.
   */
  public PutOutcome ifAbsent(Map<String, AttributeValue> item) {
    schema.key(item);
    return put(
            item,
            "attribute_not_exists(#key)",
            Map.of("#key", schema.keyAttributes().getFirst()),
            Map.of())
        .<PutOutcome>map(
            current ->
                schema.isTombstone(current)
                    ? new PutOutcome.Deleted()
                    : new PutOutcome.AlreadyThere(current))
        .orElseGet(PutOutcome.Stored::new);
  }

  /**
   * Stores the item if none with its key exists, or one of a lower version or of none, or one that
   * has expired. Cost and permission are those of {@link #ifAbsent}.
   *
   * @param item an item with the producer's own version, for example a sequence number, as a number
   * @throws IllegalArgumentException if the item has no version or it is not a number
   * @throws MalformedItemException if the stored item's version is not a number
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
            item,
            "attribute_not_exists(#version) OR #version < :version",
            Map.of("#version", schema.versionAttribute()),
            Map.of(":version", version))
        .map(current -> refused(item, current))
        .orElseGet(PutOutcome.Stored::new);
  }

  private PutOutcome refused(
      Map<String, AttributeValue> item, Map<String, AttributeValue> current) {
    if (schema.isTombstone(current)) {
      return new PutOutcome.Deleted();
    }
    if (version(current).compareTo(version(item)) > 0) {
      return new PutOutcome.Superseded(current);
    }
    return ItemContent.same(item, current)
        ? new PutOutcome.AlreadyThere(current)
        : new PutOutcome.VersionTaken(current);
  }

  private BigDecimal version(Map<String, AttributeValue> item) {
    AttributeValue version = item.get(schema.versionAttribute());
    if (version.n() == null) {
      throw schema.malformed(item, schema.versionAttribute(), "a number (N)", version, null);
    }
    return new BigDecimal(version.n());
  }

  /**
   * Sends the put and returns the item that refused it, or empty if the put was stored. An expired
   * item refuses nothing: DynamoDB deletes it only days later.
   */
  private Optional<Map<String, AttributeValue>> put(
      Map<String, AttributeValue> item,
      String condition,
      Map<String, String> conditionNames,
      Map<String, AttributeValue> conditionValues) {
    Map<String, String> names = new HashMap<>(conditionNames);
    Map<String, AttributeValue> values = new HashMap<>(conditionValues);
    schema
        .expiry()
        .ifPresent(
            expiry -> {
              names.put("#expiry", expiry.attribute());
              values.put(":now", expiry.now());
            });
    Deadline limit = deadline != null ? deadline : Deadline.after(VersionedTable.DEFAULT_TIME);
    try {
      client.putItem(
          request ->
              request
                  .tableName(schema.tableName())
                  .item(item)
                  .conditionExpression(
                      schema.expiry().isPresent() ? condition + " OR #expiry <= :now" : condition)
                  .expressionAttributeNames(names)
                  .expressionAttributeValues(values.isEmpty() ? null : values)
                  .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                  .overrideConfiguration(call -> call.apiCallTimeout(limit.callTimeout())));
      return Optional.empty();
    } catch (ConditionalCheckFailedException e) {
      return Optional.of(e.item());
    }
  }
}
