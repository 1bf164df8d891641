package io.dynamopatterns.operations.tables;

import io.dynamopatterns.operations.Items;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.TableKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Lists the items of one partition of a table or index, in the order of the sort key. */
@OperationInfo(
    name = "tables query",
    summary = "Lists the items of one partition of a table or index, in the order of the sort key.",
    examples = {"tables query pages /hello", "tables query orders 7 --begins-with 2026-11"})
public final class TablesQuery implements ReadOperation<TablesQuery.Request> {

  /** Which partition, and which part of it. */
  public record Request(
      @Param(value = "Table, with or without the prefix.", positional = true) String table,
      @Param(value = "Value of the partition key.", positional = true) String partition,
      @Param("Index to read instead of the table.") Optional<String> index,
      @Param("Value of the sort key: this item only.") Optional<String> sort,
      @Param("Start of the sort key.") Optional<String> beginsWith,
      @Param(value = "Which come first.", otherwise = "ascending") Order order,
      @Param(value = "The most items.", otherwise = "20", min = 1, max = 1000) int limit,
      @Param("Where the previous page ended.") Optional<String> next) {}

  /** Which items come first. */
  public enum Order {
    ASCENDING,
    DESCENDING
  }

  @Override
  public OperationResult run(Request request, Session session) {
    TableDescription table = Items.table(session, request.table());
    TableKey keys = ItemPage.keys(table, request.index());
    List<String> names = new ArrayList<>(keys.types().keySet());
    Map<String, AttributeValue> values = new HashMap<>();
    Map<String, String> attributes = new HashMap<>(Map.of("#p", names.get(0)));
    values.put(":p", keys.value(names.get(0), request.partition()));
    String condition = "#p = :p" + sortCondition(request, keys, names, attributes, values);
    Map<String, AttributeValue> start = ItemPage.start(request.next());
    QueryResponse page =
        session
            .clients()
            .dynamoDb()
            .query(
                query ->
                    query
                        .tableName(table.tableName())
                        .indexName(request.index().orElse(null))
                        .keyConditionExpression(condition)
                        .expressionAttributeNames(attributes)
                        .expressionAttributeValues(values)
                        .scanIndexForward(request.order() == Order.ASCENDING)
                        .limit(request.limit())
                        .exclusiveStartKey(start.isEmpty() ? null : start));
    return ItemPage.of(table, page.items(), page.lastEvaluatedKey());
  }

  private static String sortCondition(
      Request request,
      TableKey keys,
      List<String> names,
      Map<String, String> attributes,
      Map<String, AttributeValue> values) {
    if (request.sort().isPresent() && request.beginsWith().isPresent()) {
      throw OperationException.request("give sort or beginsWith, not both");
    }
    Optional<String> given = request.sort().or(request::beginsWith);
    if (given.isEmpty()) {
      return "";
    }
    if (names.size() < 2) {
      throw OperationException.request(
          "%s has no sort key: leave sort and beginsWith out",
          request.index().map(index -> "index " + index).orElse("table " + request.table()));
    }
    String sort = names.get(1);
    if (request.sort().isEmpty() && keys.types().get(sort) == ScalarAttributeType.N) {
      throw OperationException.request(
          "beginsWith is for text, but the sort key %s is a number: give sort", sort);
    }
    attributes.put("#s", sort);
    values.put(":s", keys.value(sort, given.get()));
    return request.sort().isPresent() ? " AND #s = :s" : " AND begins_with(#s, :s)";
  }
}
