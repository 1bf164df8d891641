package io.dynamopatterns.common.versioned;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** A write with its condition and its token, as it is sent once or, with lost answers, again. */
final class PreparedWrite {
  private final VersionedSchema schema;
  private final VersionedWrite write;
  private final WriteToken token;
  private final WriteTokens before;
  private final VersionedItem result;
  private final Map<String, AttributeValue> key;
  private final Map<String, AttributeValue> item;
  private final String condition;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();

  PreparedWrite(VersionedWrite write, Writers.Writer writer) {
    this.schema = write.schema();
    this.write = write;
    this.key = write.key();
    switch (write) {
      case VersionedWrite.Create create -> {
        before = WriteTokens.none(create.version() - 1);
        token = writer.token(create.version());
        item = stored(create.item());
        condition = absent();
      }
      case VersionedWrite.Replace replace -> {
        before = replace.held().tokens();
        token = writer.token(replace.version());
        item = stored(replace.item());
        condition = unchanged(replace.held());
        if (!schema.key(replace.item()).equals(key)) {
          throw new IllegalArgumentException(
              "table %s: a new version of %s must keep its key".formatted(schema.tableName(), key));
        }
      }
      case VersionedWrite.Delete delete -> {
        before = delete.held().tokens();
        token = writer.token(delete.held().version() + 1);
        item =
            schema
                .tombstones()
                .map(tombstones -> versioned(tombstones.of(key, token.stamp())))
                .orElse(null);
        condition = unchanged(delete.held());
      }
      case VersionedWrite.Check check -> {
        before = check.held().tokens();
        token = writer.token(check.held().version() + 1);
        item = null;
        condition = unchanged(check.held());
      }
    }
    result =
        switch (write) {
          case VersionedWrite.Delete delete -> delete.held();
          case VersionedWrite.Check check -> check.held();
          default -> schema.read(item);
        };
  }

  VersionedSchema schema() {
    return schema;
  }

  Map<String, AttributeValue> key() {
    return key;
  }

  WriteToken token() {
    return token;
  }

  /** The item as this write leaves it. */
  VersionedItem result() {
    return result;
  }

  boolean isCreate() {
    return write instanceof VersionedWrite.Create;
  }

  /** Whether nothing of the item is stored after this write. */
  boolean removes() {
    return write instanceof VersionedWrite.Delete && item == null;
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
                  .key(key)
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
    if (write instanceof VersionedWrite.Check) {
      action.conditionCheck(
          part ->
              part.tableName(schema.tableName())
                  .key(key)
                  .conditionExpression(condition)
                  .expressionAttributeNames(names)
                  .expressionAttributeValues(valuesOrNull())
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
    } else if (removes()) {
      action.delete(
          part ->
              part.tableName(schema.tableName())
                  .key(key)
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
  private String unchanged(VersionedItem held) {
    names.put("#key", schema.keyAttributes().getFirst());
    return "attribute_exists(#key) AND %s AND %s"
        .formatted(
            same("version", schema.versionAttribute(), held.storedVersion()),
            same("tokens", schema.tokensAttribute(), held.storedTokens()));
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
