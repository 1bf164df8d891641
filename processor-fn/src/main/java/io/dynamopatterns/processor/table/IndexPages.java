package io.dynamopatterns.processor.table;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.query.PageSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** The pages of one partition of the index. */
final class IndexPages implements PageSource {
  /** The name under which a merge finds the sort key. */
  private static final String MERGED_BY = "sk";

  private final DynamoDbClient client;
  private final String table;
  private final String partition;
  private final Optional<String> after;
  private final Optional<String> before;
  private final int pageSize;
  private final Deadline deadline;
  private Map<String, AttributeValue> start = Map.of();

  /**
   * @param after the sort key after which to begin
   * @param before the sort key before which to end
   */
  IndexPages(
      DynamoDbClient client,
      String table,
      String partition,
      Optional<String> after,
      Optional<String> before,
      int pageSize,
      Deadline deadline) {
    this.client = client;
    this.table = table;
    this.partition = partition;
    this.after = after;
    this.before = before;
    this.pageSize = pageSize;
    this.deadline = deadline;
  }

  @Override
  public Page next() {
    if (deadline.passed()) {
      throw new IllegalStateException("no time was left to read " + partition + " of the index");
    }
    QueryResponse response = query();
    start = response.lastEvaluatedKey();
    List<Map<String, AttributeValue>> items =
        response.items().stream()
            .map(IndexPages::withMergeKey)
            .filter(item -> after.filter(item.get(MERGED_BY).s()::equals).isEmpty())
            .toList();
    return new Page(items, !start.isEmpty(), response.consumedCapacity().capacityUnits());
  }

  private QueryResponse query() {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":partition", fromS(partition));
    values.put(":after", fromS(after.orElse(" ")));
    values.put(":before", fromS(before.orElse("~")));
    return client.query(
        request ->
            request
                .tableName(table)
                .indexName(WorkTable.INDEX)
                .limit(pageSize)
                .keyConditionExpression(
                    "%s = :partition AND %s BETWEEN :after AND :before"
                        .formatted(WorkTable.STATE_SHARD, WorkTable.CHANGED_AT))
                .expressionAttributeValues(values)
                .exclusiveStartKey(start.isEmpty() ? null : start)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .overrideConfiguration(config -> config.apiCallTimeout(deadline.callTimeout())));
  }

  private static Map<String, AttributeValue> withMergeKey(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> keyed = new HashMap<>(item);
    keyed.put(MERGED_BY, item.get(WorkTable.CHANGED_AT));
    return keyed;
  }
}
