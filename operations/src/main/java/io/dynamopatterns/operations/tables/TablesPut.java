package io.dynamopatterns.operations.tables;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Items;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.TableKey;
import io.dynamopatterns.operations.TypedItems;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Writes an item, if the stored one is still as the writer has read it: a versioned item as its
 * next version, another one by the attributes that were edited. A new item begins with version 1.
 */
@OperationInfo(
    name = "tables put",
    summary = "Writes an item, if the stored one is still as it was read.",
    examples = "tables put pages --item '{\"page\":{\"S\":\"/new\"},\"hits\":{\"N\":\"0\"}}'")
public final class TablesPut implements ChangeOperation<TablesPut.Request> {
  private static final String VERSION = "version";

  /** By which versioned tables know that a write was applied. They stay as they are. */
  private static final String WRITE_TOKENS = "writeTokens";

  /** The item, and what it replaces. */
  public record Request(
      @Param(value = "Table, with or without the prefix.", positional = true) String table,
      @Param("The item in type-tagged JSON: {\"id\":{\"S\":\"42\"}}.") JsonNode item,
      @Param("The item as it was read. Without it, the key must be new.")
          Optional<JsonNode> replaces) {}

  /**
   * What was or would be written.
   *
   * @param current the stored item before; null if there is none
   */
  public record Put(String table, String key, JsonNode item, JsonNode current, boolean written)
      implements OperationResult {
    @Override
    public Table asTable() {
      return Table.of("TABLE", "KEY", "WRITTEN", "ITEM")
          .row(table, key, written ? "yes" : "not yet", TypedItems.plainItem(item).toString());
    }
  }

  @Override
  public ChangePlan plan(Request request, Session session) {
    TableDescription table = Items.table(session, request.table());
    Map<String, AttributeValue> item =
        new LinkedHashMap<>(TypedItems.parse("item", request.item()));
    Map<String, AttributeValue> key = key(table, item, "item");
    Map<String, AttributeValue> before = new LinkedHashMap<>();
    request.replaces().ifPresent(json -> before.putAll(TypedItems.parse("replaces", json)));
    if (!before.isEmpty() && !key(table, before, "replaces").equals(key)) {
      throw OperationException.request(
          "the key must stay %s: an item of another key is another item",
          TableKey.text(key(table, before, "replaces")));
    }
    boolean versioned = before.isEmpty() || isVersioned(before);
    if (versioned) {
      item.put(VERSION, AttributeValue.fromN(nextVersion(before)));
    }
    item.remove(WRITE_TOKENS);
    Optional.ofNullable(before.get(WRITE_TOKENS))
        .ifPresent(tokens -> item.put(WRITE_TOKENS, tokens));
    Write write = new Write(session.clients().dynamoDb(), table.tableName(), key, item, before);
    if (!before.isEmpty()) {
      write.requireCurrent();
    }
    String text = TableKey.text(key);
    JsonNode written = TypedItems.json(item);
    JsonNode current = request.replaces().orElse(null);
    return new ChangePlan(
        new Put(table.tableName(), text, written, current, false),
        () -> {
          if (versioned) {
            write.put();
          } else {
            write.edit();
          }
          return new Put(table.tableName(), text, written, current, true);
        });
  }

  private static boolean isVersioned(Map<String, AttributeValue> item) {
    return item.containsKey(VERSION) && item.get(VERSION).n() != null;
  }

  private static String nextVersion(Map<String, AttributeValue> before) {
    return before.isEmpty()
        ? "1"
        : new BigDecimal(before.get(VERSION).n()).add(BigDecimal.ONE).toPlainString();
  }

  private static Map<String, AttributeValue> key(
      TableDescription table, Map<String, AttributeValue> item, String name) {
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    for (String attribute : TableKey.of(table).types().keySet()) {
      AttributeValue value = item.get(attribute);
      if (value == null) {
        throw OperationException.request("%s lacks the key attribute %s", name, attribute);
      }
      key.put(attribute, value);
    }
    return key;
  }

  /**
   * One write.
   *
   * @param before the item as it was read; empty for a new one
   */
  private record Write(
      DynamoDbClient dynamoDb,
      String table,
      Map<String, AttributeValue> key,
      Map<String, AttributeValue> item,
      Map<String, AttributeValue> before) {

    /** What was read must be all of the item: a part, as of an index, would remove the rest. */
    void requireCurrent() {
      Map<String, AttributeValue> stored =
          dynamoDb.getItem(get -> get.tableName(table).key(key).consistentRead(true)).item();
      if (!stored.equals(before)) {
        throw conflict(stored);
      }
    }

    void edit() {
      Optional<Map<String, AttributeValue>> stored =
          new UnversionedEdit(table, key, before, item).write(dynamoDb);
      if (stored.isPresent()) {
        throw conflict(stored.get());
      }
    }

    void put() {
      Map<String, String> names = new HashMap<>();
      Map<String, AttributeValue> values = new HashMap<>();
      PutItemRequest.Builder put =
          PutItemRequest.builder()
              .tableName(table)
              .item(item)
              .conditionExpression(condition(names, values))
              .expressionAttributeNames(names)
              .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
      if (!values.isEmpty()) {
        put.expressionAttributeValues(values);
      }
      try {
        dynamoDb.putItem(put.build());
      } catch (ConditionalCheckFailedException e) {
        if (e.hasItem() && TypedItems.content(e.item()).equals(TypedItems.content(item))) {
          // The answer to this very write was lost, and the client sent it again.
          return;
        }
        throw conflict(e.hasItem() ? e.item() : Map.of());
      }
    }

    private OperationException conflict(Map<String, AttributeValue> stored) {
      return OperationException.conflict("%s", problem(TableKey.text(key), stored));
    }

    private String problem(String shownKey, Map<String, AttributeValue> stored) {
      if (stored.isEmpty()) {
        return "%s of %s was deleted meanwhile: nothing was written. Read it again."
            .formatted(shownKey, table);
      }
      if (before.isEmpty()) {
        return "%s exists in %s already: nothing was written. Read it, then edit it."
            .formatted(shownKey, table);
      }
      AttributeValue version = stored.get(VERSION);
      if (version != null && version.equals(before.get(VERSION))
          || stored.entrySet().containsAll(before.entrySet())) {
        return "%s of %s was not read whole: nothing was written. Read it by its key, then edit it."
            .formatted(shownKey, table);
      }
      return "%s of %s has changed meanwhile%s: nothing was written. Read it again, then edit it."
          .formatted(
              shownKey,
              table,
              version == null || version.n() == null
                  ? ""
                  : " and is at version " + version.n() + " now");
    }

    /**
     * That the stored item is the one that was read. The tokens are compared as well: an item that
     * was deleted and created anew may have come to the same version.
     */
    private String condition(Map<String, String> names, Map<String, AttributeValue> values) {
      if (before.isEmpty()) {
        names.put("#key", key.keySet().iterator().next());
        return "attribute_not_exists(#key)";
      }
      names.put("#version", VERSION);
      values.put(":version", before.get(VERSION));
      names.put("#tokens", WRITE_TOKENS);
      AttributeValue tokens = before.get(WRITE_TOKENS);
      if (tokens == null) {
        return "#version = :version AND attribute_not_exists(#tokens)";
      }
      values.put(":tokens", tokens);
      return "#version = :version AND #tokens = :tokens";
    }
  }
}
