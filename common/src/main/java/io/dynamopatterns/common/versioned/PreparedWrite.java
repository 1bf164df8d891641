package io.dynamopatterns.common.versioned;

import io.dynamopatterns.common.item.Key;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** A write with its condition and its token, as it is sent once or, with lost answers, again. */
final class PreparedWrite<T> {
  private final VersionedSchema<T> schema;
  private final VersionedWrite<T> write;
  private final WriteToken token;
  private final WriteTokens before;
  private final VersionedItem<T> result;
  private final Key key;
  private final Map<String, AttributeValue> item;
  private final String condition;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();

  PreparedWrite(VersionedWrite<T> write, Writers.Writer writer) {
    this.schema = write.schema();
    this.write = write;
    switch (write) {
      case VersionedWrite.Create<T> create -> {
        Map<String, AttributeValue> attributes = schema.codec().write(create.item());
        key = schema.key(attributes);
        before = WriteTokens.none(create.version() - 1);
        token = writer.token(create.version());
        item = stored(attributes);
        condition = absent();
        result = result(attributes, create.item());
      }
      case VersionedWrite.Replace<T> replace -> {
        VersionedItem<T> held = replace.held();
        key = schema.key(held.attributes());
        Map<String, AttributeValue> attributes =
            held.isAbsent()
                ? schema.codec().write(replace.item())
                : schema.codec().write(replace.item(), held.attributes());
        if (!schema.key(attributes).equals(key)) {
          throw new IllegalArgumentException(
              "table %s: a new version of %s must keep its key, but has %s"
                  .formatted(schema.tableName(), key, schema.key(attributes)));
        }
        before = held.tokens();
        token = writer.token(replace.version());
        item = stored(attributes);
        condition = unchanged(held);
        result = result(attributes, replace.item());
      }
      case VersionedWrite.Delete<T> delete -> {
        key = delete.key();
        before = delete.held().tokens();
        token = writer.token(delete.held().version() + 1);
        item =
            schema
                .tombstones()
                .map(tombstones -> versioned(tombstones.of(key.attributes(), token.stamp())))
                .orElse(null);
        condition = unchanged(delete.held());
        result = delete.held();
      }
      case VersionedWrite.Check<T> check -> {
        key = check.key();
        before = check.held().tokens();
        token = writer.token(check.held().version());
        item = null;
        condition = unchanged(check.held());
        result = check.held();
      }
      case VersionedWrite.CheckAbsent<T> check -> {
        key = check.key();
        before = WriteTokens.none(0);
        token = writer.token(1);
        item = null;
        condition = absent();
        result = null;
      }
    }
  }

  /** The item as this write leaves it. What the caller gave need not be read again. */
  private VersionedItem<T> result(Map<String, AttributeValue> attributes, T value) {
    Map<String, AttributeValue> own = new HashMap<>(attributes);
    own.remove(schema.versionAttribute());
    own.remove(schema.tokensAttribute());
    return new VersionedItem<>(
        own,
        value,
        token.version(),
        item.get(schema.versionAttribute()),
        item.get(schema.tokensAttribute()),
        before.with(token),
        false,
        false);
  }

  VersionedSchema<T> schema() {
    return schema;
  }

  WriteToken token() {
    return token;
  }

  /** The item as this write leaves it; null after a check that there is none. */
  VersionedItem<T> result() {
    return result;
  }

  boolean isCreate() {
    return write instanceof VersionedWrite.Create<T>;
  }

  /** Whether nothing of the item is stored after this write. */
  boolean removes() {
    return write instanceof VersionedWrite.Delete<T> && item == null;
  }

  /** The tokens of the version that the write is based on. */
  WriteTokens before() {
    return before;
  }

  void send(DynamoDbClient client, AwsRequestOverrideConfiguration settings) {
    if (item == null) {
      client.deleteItem(
          request ->
              request
                  .tableName(schema.tableName())
                  .key(key.attributes())
                  .conditionExpression(condition)
                  .expressionAttributeNames(names)
                  .expressionAttributeValues(valuesOrNull())
                  .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                  .overrideConfiguration(settings));
    } else {
      client.putItem(
          request ->
              request
                  .tableName(schema.tableName())
                  .item(item)
                  .conditionExpression(condition)
                  .expressionAttributeNames(names)
                  .expressionAttributeValues(valuesOrNull())
                  .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                  .overrideConfiguration(settings));
    }
  }

  TransactWriteItem inTransaction() {
    TransactWriteItem.Builder action = TransactWriteItem.builder();
    if (item == null && !removes()) {
      action.conditionCheck(
          part ->
              part.tableName(schema.tableName())
                  .key(key.attributes())
                  .conditionExpression(condition)
                  .expressionAttributeNames(names)
                  .expressionAttributeValues(valuesOrNull())
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
    } else if (removes()) {
      action.delete(
          part ->
              part.tableName(schema.tableName())
                  .key(key.attributes())
                  .conditionExpression(condition)
                  .expressionAttributeNames(names)
                  .expressionAttributeValues(valuesOrNull())
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
    } else {
      action.put(
          part ->
              part.tableName(schema.tableName())
                  .item(item)
                  .conditionExpression(condition)
                  .expressionAttributeNames(names)
                  .expressionAttributeValues(valuesOrNull())
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
    }
    return action.build();
  }

  private Map<String, AttributeValue> stored(Map<String, AttributeValue> attributes) {
    if (schema.isTombstone(attributes)) {
      throw new IllegalArgumentException(
          "table %s: attribute '%s' of %s is reserved: the table's schema marks tombstones by it"
              .formatted(schema.tableName(), Tombstones.MARKER, key));
    }
    return versioned(attributes);
  }

  private Map<String, AttributeValue> versioned(Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> stored = new TreeMap<>(attributes);
    stored.put(schema.versionAttribute(), AttributeValue.fromN(Long.toString(token.version())));
    stored.put(schema.tokensAttribute(), AttributeValue.fromS(before.with(token).toString()));
    return stored;
  }

  private String absent() {
    names.put("#key", schema.keyAttributes().getFirst());
    return "attribute_not_exists(#key)";
  }

  /**
   * The held version must be the stored one. The tokens are compared as well: an item that was
   * deleted and created anew may have come to the same version number.
   */
  private String unchanged(VersionedItem<T> held) {
    if (held.isProjected()) {
      throw new IllegalArgumentException(
          "table %s: %s was read from an index and may lack attributes; update it by its key"
              .formatted(schema.tableName(), key));
    }
    names.put("#key", schema.keyAttributes().getFirst());
    return "attribute_exists(#key) AND "
        + same("version", schema.versionAttribute(), held.storedVersion())
        + " AND "
        + same("tokens", schema.tokensAttribute(), held.storedTokens());
  }

  private String same(String alias, String attribute, AttributeValue stored) {
    names.put("#" + alias, attribute);
    if (stored == null) {
      return "attribute_not_exists(#" + alias + ")";
    }
    values.put(":" + alias, stored);
    return "#" + alias + " = :" + alias;
  }

  /** DynamoDB refuses an empty map of values. */
  private Map<String, AttributeValue> valuesOrNull() {
    return values.isEmpty() ? null : values;
  }
}
