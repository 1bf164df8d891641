package io.dynamopatterns.operations.tables;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.operations.Items;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import io.dynamopatterns.operations.TableKey;
import io.dynamopatterns.operations.TypedItems;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Reads an item, consistently. */
@OperationInfo(
    name = "tables get",
    summary = "Reads an item, as DynamoDB's type-tagged JSON.",
    examples = {"tables get pages /hello", "tables get orders user=7 order=9"})
public final class TablesGet implements ReadOperation<TablesGet.Request> {

  /** Which item. */
  public record Request(
      @Param(value = "The table, with or without the prefix.", positional = true) String table,
      @Param(
              value = "Key of the item: VALUE, or NAME=VALUE for each key attribute.",
              positional = true)
          List<String> key) {}

  /**
   * The item.
   *
   * @param item in type-tagged JSON
   */
  public record Item(String table, JsonNode key, JsonNode item) implements OperationResult {
    @Override
    public Table asTable() {
      return Table.text(Json.pretty(item));
    }
  }

  @Override
  public OperationResult run(Request request, Session session) {
    TableDescription table = Items.table(session, request.table());
    Map<String, AttributeValue> key = TableKey.of(table).parse(request.key());
    Map<String, AttributeValue> item =
        session
            .clients()
            .dynamoDb()
            .getItem(call -> call.tableName(table.tableName()).key(key).consistentRead(true))
            .item();
    if (item.isEmpty()) {
      throw OperationException.request("%s has no item %s", table.tableName(), TableKey.text(key));
    }
    return new Item(table.tableName(), TableKey.json(key), TypedItems.json(item));
  }
}
