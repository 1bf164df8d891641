package io.dynamopatterns.common.query;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotReadException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * Reads several partitions of a table as one sequence in the order of the sort key: what a table
 * keeps in shards, so that no partition is hot, comes back as if it had none.
 *
 * <p>The keys are the strings {@code pk} and {@code sk}.
 *
 * @param client the client
 * @param table the table's name
 * @param consistent whether reads are strongly consistent, at twice the cost
 * @param pageSize how many items of a partition are asked for at most with the first request
 * @param maxPageSize each further request asks for twice as many, up to this
 * @param threads how many partitions are read at once, when reading begins
 */
public record MergedQuery(
    DynamoDbClient client,
    String table,
    boolean consistent,
    int pageSize,
    int maxPageSize,
    int threads) {
  /** The partition key. */
  static final String PK = "pk";

  /** The sort key. */
  static final String SK = "sk";

  public MergedQuery {
    if (pageSize < 1 || maxPageSize < pageSize || threads < 1) {
      throw new IllegalArgumentException(
          "pageSize and threads must be at least 1 and maxPageSize at least pageSize, but are"
              + " %d, %d and %d".formatted(pageSize, threads, maxPageSize));
    }
  }

  /** A query whose pages are all of one size. */
  public MergedQuery(
      DynamoDbClient client, String table, boolean consistent, int pageSize, int threads) {
    this(client, table, consistent, pageSize, pageSize, threads);
  }

  /** The same query with pages of another size. */
  public MergedQuery withPageSize(int items) {
    return new MergedQuery(client, table, consistent, items, items, threads);
  }

  /** The same query with pages that begin small, for when few items may be enough. */
  public MergedQuery withGrowingPages(int first, int max) {
    return new MergedQuery(client, table, consistent, first, max, threads);
  }

  /**
   * The items of these partitions in this range, in the order of their sort keys; equal sort keys
   * follow each other in the order of the partitions here. Nothing is read before the first item is
   * asked for.
   *
   * @param partitions the partition keys, all different
   * @param deadline after which no more pages are read
   */
  public MergedItems items(List<String> partitions, SortKeyRange range, Deadline deadline) {
    List<String> asked = range.isEmpty() ? List.of() : partitions;
    return new MergedItems(
        asked.stream().<PageSource>map(pk -> new Pages(pk, range, deadline)).toList(), threads);
  }

  /** The pages of one partition. */
  private final class Pages implements PageSource {
    private final String partition;
    private final SortKeyRange range;
    private final Deadline deadline;
    private Map<String, AttributeValue> start = Map.of();
    private int size = pageSize;

    Pages(String partition, SortKeyRange range, Deadline deadline) {
      this.partition = partition;
      this.range = range;
      this.deadline = deadline;
    }

    @Override
    public Page next() {
      if (deadline.passed()) {
        throw new NotReadException(
            "table %s: no time was left to read partition %s".formatted(table, partition));
      }
      QueryResponse response = query();
      start = response.lastEvaluatedKey();
      size = Math.min(maxPageSize, 2 * size);
      List<Map<String, AttributeValue>> items = new ArrayList<>(response.items());
      items.removeIf(item -> range.excludes(item.get(SK).s()));
      return new Page(items, !start.isEmpty(), response.consumedCapacity().capacityUnits());
    }

    private QueryResponse query() {
      Map<String, AttributeValue> values = new HashMap<>();
      values.put(":pk", AttributeValue.fromS(partition));
      range.from().ifPresent(from -> values.put(":from", AttributeValue.fromS(from)));
      range.to().ifPresent(to -> values.put(":to", AttributeValue.fromS(to)));
      return client.query(
          request ->
              request
                  .tableName(table)
                  .consistentRead(consistent)
                  .limit(size)
                  .keyConditionExpression(PK + " = :pk" + andSortKey())
                  .expressionAttributeValues(values)
                  .exclusiveStartKey(start.isEmpty() ? null : start)
                  .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                  .overrideConfiguration(config -> config.apiCallTimeout(deadline.callTimeout())));
    }

    /** A key condition takes one comparison of the sort key, with bounds that are included. */
    private String andSortKey() {
      if (range.from().isPresent()) {
        return range.to().isPresent()
            ? " AND %s BETWEEN :from AND :to".formatted(SK)
            : " AND %s >= :from".formatted(SK);
      }
      return range.to().isPresent() ? " AND %s <= :to".formatted(SK) : "";
    }
  }
}
