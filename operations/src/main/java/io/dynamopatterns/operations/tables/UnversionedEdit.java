package io.dynamopatterns.operations.tables;

import io.dynamopatterns.operations.TypedItems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * An edit of an item that has no version: it changes the attributes that were edited, if the item
 * still has all that was read. An attribute that another writer has added since is not part of the
 * condition, as a condition cannot say "no other attribute", and so it stays.
 */
final class UnversionedEdit {
  private final UpdateItemRequest request;
  private final Map<String, AttributeValue> item;

  /**
   * @param before the item as it was read
   * @param item as it is to be
   */
  UnversionedEdit(
      String table,
      Map<String, AttributeValue> key,
      Map<String, AttributeValue> before,
      Map<String, AttributeValue> item) {
    this.item = item;
    Map<String, String> names = new HashMap<>();
    Map<String, AttributeValue> values = new HashMap<>();
    List<String> conditions = new ArrayList<>();
    List<String> set = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    TreeSet<String> attributes = new TreeSet<>(before.keySet());
    attributes.addAll(item.keySet());
    int number = 0;
    for (String attribute : attributes) {
      String name = "#a" + number;
      names.put(name, attribute);
      AttributeValue old = before.get(attribute);
      if (old == null) {
        conditions.add("attribute_not_exists(%s)".formatted(name));
      } else {
        values.put(":b" + number, old);
        conditions.add("%s = :b%d".formatted(name, number));
      }
      AttributeValue value = item.get(attribute);
      if (value == null) {
        removed.add(name);
      } else if (!value.equals(old)) {
        values.put(":n" + number, value);
        set.add("%s = :n%d".formatted(name, number));
      }
      number++;
    }
    String changes =
        (set.isEmpty() ? "" : "SET " + String.join(", ", set))
            + (removed.isEmpty() ? "" : " REMOVE " + String.join(", ", removed));
    request =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(key)
            .conditionExpression(String.join(" AND ", conditions))
            .updateExpression(changes.isEmpty() ? null : changes.strip())
            .expressionAttributeNames(names)
            .expressionAttributeValues(values)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
  }

  /**
   * Writes it.
   *
   * @return the item as it is stored, if it was not written: empty if it was deleted
   */
  Optional<Map<String, AttributeValue>> write(DynamoDbClient dynamoDb) {
    try {
      dynamoDb.updateItem(request);
      return Optional.empty();
    } catch (ConditionalCheckFailedException e) {
      Map<String, AttributeValue> stored = e.hasItem() ? e.item() : Map.of();
      // Where the answer to this very write was lost, the client has sent it again.
      return isWritten(stored) ? Optional.empty() : Optional.of(stored);
    }
  }

  /** Whether an item has all that was to be written, and none of what was to be removed. */
  private boolean isWritten(Map<String, AttributeValue> stored) {
    Map<String, AttributeValue> same = new HashMap<>(stored);
    same.keySet().retainAll(request.expressionAttributeNames().values());
    return TypedItems.content(same).equals(TypedItems.content(item));
  }
}
