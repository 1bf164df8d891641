package io.dynamopatterns.common.query;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Reads several partitions of a table or an index as one sequence in the order of the sort key:
 * what is kept in shards, so that no partition is hot, comes back as if it had none.
 *
 * @param client the client
 * @param table the table's name
 * @param keys what is read, and by which keys
 * @param consistent whether reads are strongly consistent, at twice the cost
 * @param pageSize how many items of a partition are asked for at most with the first request
 * @param maxPageSize each further request asks for twice as many, up to this
 * @param threads how many partitions are read at once, when reading begins
 */
public record MergedQuery(
    DynamoDbClient client,
    String table,
    Keys keys,
    boolean consistent,
    int pageSize,
    int maxPageSize,
    int threads) {

  /**
   * The names of the keys, which are both strings.
   *
   * @param index the index, or empty for the table itself
   */
  public record Keys(Optional<String> index, String partition, String sort) {
    static final Keys OF_TABLE = new Keys(Optional.empty(), "pk", "sk");
  }

  public MergedQuery {
    if (pageSize < 1 || maxPageSize < pageSize || threads < 1) {
      throw new IllegalArgumentException(
          "pageSize and threads must be at least 1 and maxPageSize at least pageSize, but are"
              + " %d, %d and %d".formatted(pageSize, threads, maxPageSize));
    }
  }

  /** A query of a table whose keys are {@code pk} and {@code sk}, with pages of one size. */
  public MergedQuery(
      DynamoDbClient client, String table, boolean consistent, int pageSize, int threads) {
    this(client, table, Keys.OF_TABLE, consistent, pageSize, pageSize, threads);
  }

  /** An eventually consistent query of an index, one partition after the other. */
  public static MergedQuery ofIndex(
      DynamoDbClient client,
      String table,
      String index,
      String partitionKey,
      String sortKey,
      int pageSize) {
    Keys keys = new Keys(Optional.of(index), partitionKey, sortKey);
    return new MergedQuery(client, table, keys, false, pageSize, pageSize, 1);
  }

  /** The same query with pages that begin small, for when few items may be enough. */
  public MergedQuery withGrowingPages(int first, int max) {
    return new MergedQuery(client, table, keys, consistent, first, max, threads);
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
        asked.stream().<PageSource>map(pk -> new Pages(pk, range, deadline)).toList(),
        keys.sort(),
        threads);
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
        throw new NotDoneException(
            "table %s: no time was left to read partition %s".formatted(table, partition));
      }
      QueryResponse response = query();
      start = response.lastEvaluatedKey();
      size = Math.min(maxPageSize, 2 * size);
      List<Map<String, AttributeValue>> items = new ArrayList<>(response.items());
      items.removeIf(item -> range.excludes(item.get(keys.sort()).s()));
      return new Page(items, !start.isEmpty());
    }

    private QueryResponse query() {
      Map<String, String> names = new HashMap<>();
      names.put("#pk", keys.partition());
      if (range.from().isPresent() || range.to().isPresent()) {
        names.put("#sk", keys.sort());
      }
      Map<String, AttributeValue> values = new HashMap<>();
      values.put(":pk", AttributeValue.fromS(partition));
      range.from().ifPresent(from -> values.put(":from", AttributeValue.fromS(from)));
      range.to().ifPresent(to -> values.put(":to", AttributeValue.fromS(to)));
      return client.query(
          request ->
              request
                  .tableName(table)
                  .indexName(keys.index().orElse(null))
                  .consistentRead(consistent)
                  .limit(size)
                  .keyConditionExpression("#pk = :pk" + andSortKey())
                  .expressionAttributeNames(names)
                  .expressionAttributeValues(values)
                  .exclusiveStartKey(start.isEmpty() ? null : start)
                  .overrideConfiguration(config -> config.apiCallTimeout(deadline.callTimeout())));
    }

    /** A key condition takes one comparison of the sort key, with bounds that are included. */
    private String andSortKey() {
      if (range.from().isPresent()) {
        return range.to().isPresent() ? " AND #sk BETWEEN :from AND :to" : " AND #sk >= :from";
      }
      return range.to().isPresent() ? " AND #sk <= :to" : "";
    }
  }
}
