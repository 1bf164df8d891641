package io.dynamopatterns.operations.tables;

import io.dynamopatterns.operations.Items;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.ReadOperation;
import io.dynamopatterns.operations.Session;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Lists the items of a table or index, in no order. */
@OperationInfo(
    name = "tables scan",
    summary =
        "Lists the items of a table or index, in no order. A page reads as many items as it"
            + " shows.",
    examples = {"tables scan pages", "tables scan pages --limit 100 --output json"})
public final class TablesScan implements ReadOperation<TablesScan.Request> {

  /** Which table, and which page. */
  public record Request(
      @Param(value = "Table, with or without the prefix.", positional = true) String table,
      @Param("Index to read instead of the table.") Optional<String> index,
      @Param(value = "The most items.", otherwise = "20", min = 1, max = 1000) int limit,
      @Param("Where the previous page ended.") Optional<String> next) {}

  @Override
  public OperationResult run(Request request, Session session) {
    TableDescription table = Items.table(session, request.table());
    // Refused with the names of the indexes if there is none of this name.
    ItemPage.keys(table, request.index());
    Map<String, AttributeValue> start = ItemPage.start(request.next());
    ScanResponse page =
        session
            .clients()
            .dynamoDb()
            .scan(
                scan ->
                    scan.tableName(table.tableName())
                        .indexName(request.index().orElse(null))
                        .limit(request.limit())
                        .exclusiveStartKey(start.isEmpty() ? null : start));
    return ItemPage.of(table, page.items(), page.lastEvaluatedKey());
  }
}
