package io.dynamopatterns.operations.tables;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.TableKey;
import io.dynamopatterns.operations.TypedItems;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * A page of items.
 *
 * @param keys the names of the table's key attributes
 * @param items in DynamoDB's type-tagged JSON
 */
record ItemPage(String table, List<String> keys, List<JsonNode> items, Optional<String> next)
    implements OperationResult {

  static ItemPage of(
      TableDescription table,
      List<Map<String, AttributeValue>> items,
      Map<String, AttributeValue> lastKey) {
    return new ItemPage(
        table.tableName(),
        List.copyOf(TableKey.of(table).types().keySet()),
        items.stream().<JsonNode>map(TypedItems::json).toList(),
        lastKey.isEmpty() ? Optional.empty() : Optional.of(cursor(lastKey)));
  }

  /** Base64, as a key may have any character. */
  private static String cursor(Map<String, AttributeValue> key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(TypedItems.json(key).toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The key in a cursor; empty for the first page. */
  static Map<String, AttributeValue> start(Optional<String> cursor) {
    if (cursor.isEmpty()) {
      return Map.of();
    }
    try {
      String json = new String(Base64.getUrlDecoder().decode(cursor.get()), StandardCharsets.UTF_8);
      return TypedItems.parse("next", Json.parse(json));
    } catch (IllegalArgumentException e) {
      throw OperationException.request(
          "next must be as the page before gave it, but is '%s'", cursor.get());
    }
  }

  /** The key of a table, or of one of its indexes. */
  static TableKey keys(TableDescription table, Optional<String> index) {
    return index
        .map(
            name ->
                TableKey.of(
                    table,
                    schemas(table).entrySet().stream()
                        .filter(schema -> schema.getKey().equals(name))
                        .findFirst()
                        .orElseThrow(
                            () ->
                                OperationException.request(
                                    "table %s has no index '%s': it has %s",
                                    table.tableName(),
                                    name,
                                    schemas(table).isEmpty()
                                        ? "none"
                                        : String.join(", ", schemas(table).keySet())))
                        .getValue()))
        .orElseGet(() -> TableKey.of(table));
  }

  private static Map<String, List<KeySchemaElement>> schemas(TableDescription table) {
    Map<String, List<KeySchemaElement>> schemas = new TreeMap<>();
    table
        .globalSecondaryIndexes()
        .forEach(index -> schemas.put(index.indexName(), index.keySchema()));
    table
        .localSecondaryIndexes()
        .forEach(index -> schemas.put(index.indexName(), index.keySchema()));
    return schemas;
  }

  @Override
  public Table asTable() {
    Table table = Table.of("KEY", "ITEM");
    for (JsonNode item : items) {
      Map<String, AttributeValue> values = TypedItems.parse("item", item);
      Map<String, AttributeValue> key = new LinkedHashMap<>();
      keys.forEach(name -> key.put(name, values.get(name)));
      table.row(TableKey.text(key), TypedItems.plainItem(item).toString());
    }
    return table.next(next);
  }
}
