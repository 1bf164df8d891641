package io.dynamopatterns.eventstore.kit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * As much of DynamoDB as the event store calls, in memory: for histories of which there are many.
 * Tables are those of the event store; a table's items have a sort key if it is an event table. It
 * knows the conditions of versioned items and refuses all others.
 */
public final class MemoryDynamoDb implements DynamoDbClient {
  private static final String NONE = "";

  private final String unsorted;
  private final Map<String, NavigableMap<String, NavigableMap<String, Map<String, AttributeValue>>>>
      tables = new HashMap<>();

  /**
   * @param unsorted the table without a sort key, the buffer
   */
  public MemoryDynamoDb(String unsorted) {
    this.unsorted = unsorted;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    Map<String, AttributeValue> item = find(request.tableName(), request.key());
    return GetItemResponse.builder().item(item).build();
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    check(
        find(request.tableName(), request.item()),
        request.conditionExpression(),
        request.expressionAttributeNames(),
        request.expressionAttributeValues());
    put(request.tableName(), request.item());
    return PutItemResponse.builder().build();
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    check(
        find(request.tableName(), request.key()),
        request.conditionExpression(),
        request.expressionAttributeNames(),
        request.expressionAttributeValues());
    delete(request.tableName(), request.key());
    return DeleteItemResponse.builder().build();
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    request
        .requestItems()
        .forEach(
            (table, writes) -> {
              for (WriteRequest write : writes) {
                if (write.putRequest() != null) {
                  put(table, write.putRequest().item());
                } else {
                  delete(table, write.deleteRequest().key());
                }
              }
            });
    return BatchWriteItemResponse.builder().unprocessedItems(Map.of()).build();
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    Map<String, AttributeValue> values = request.expressionAttributeValues();
    NavigableMap<String, Map<String, AttributeValue>> partition =
        table(request.tableName()).getOrDefault(values.get(":pk").s(), new TreeMap<>());
    if (values.containsKey(":from")) {
      partition = partition.tailMap(values.get(":from").s(), true);
    }
    if (values.containsKey(":to")) {
      partition = partition.headMap(values.get(":to").s(), true);
    }
    if (request.hasExclusiveStartKey()) {
      partition = partition.tailMap(request.exclusiveStartKey().get("sk").s(), false);
    }
    List<Map<String, AttributeValue>> items =
        partition.values().stream().limit(request.limit()).toList();
    QueryResponse.Builder answer = QueryResponse.builder().items(items);
    if (items.size() == request.limit()) {
      answer.lastEvaluatedKey(key(items.getLast()));
    }
    return answer.build();
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    var items =
        request.hasExclusiveStartKey()
            ? table(request.tableName()).tailMap(request.exclusiveStartKey().get("pk").s(), false)
            : table(request.tableName());
    List<Map<String, AttributeValue>> page = new ArrayList<>();
    items.values().forEach(partition -> page.addAll(partition.values()));
    if (page.size() <= request.limit()) {
      return ScanResponse.builder().items(page).build();
    }
    List<Map<String, AttributeValue>> first = page.subList(0, request.limit());
    return ScanResponse.builder()
        .items(first)
        .lastEvaluatedKey(Map.of("pk", first.getLast().get("pk")))
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private static void check(
      Map<String, AttributeValue> item,
      String condition,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    if (condition == null) {
      return;
    }
    for (String part : condition.split(" AND ")) {
      if (!holds(item, part, names, values)) {
        throw ConditionalCheckFailedException.builder().item(item).message(part).build();
      }
    }
  }

  private static boolean holds(
      Map<String, AttributeValue> item,
      String part,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    Optional<AttributeValue> stored =
        Optional.ofNullable(item).map(known -> known.get(names.get(name(part))));
    if (part.startsWith("attribute_not_exists(")) {
      return stored.isEmpty();
    }
    if (part.startsWith("attribute_exists(")) {
      return stored.isPresent();
    }
    if (!part.contains(" = ")) {
      throw new IllegalArgumentException("unknown condition: " + part);
    }
    return stored.equals(Optional.of(values.get(part.substring(part.indexOf(':')))));
  }

  private static String name(String part) {
    return part.replaceAll(".*(#\\w+).*", "$1");
  }

  private Map<String, AttributeValue> find(String table, Map<String, AttributeValue> key) {
    return table(table).getOrDefault(key.get("pk").s(), new TreeMap<>()).get(sortKey(table, key));
  }

  private void put(String table, Map<String, AttributeValue> item) {
    table(table)
        .computeIfAbsent(item.get("pk").s(), pk -> new TreeMap<>())
        .put(sortKey(table, item), item);
  }

  private void delete(String table, Map<String, AttributeValue> key) {
    Optional.ofNullable(table(table).get(key.get("pk").s()))
        .ifPresent(partition -> partition.remove(sortKey(table, key)));
  }

  private String sortKey(String table, Map<String, AttributeValue> item) {
    return table.equals(unsorted) ? NONE : item.get("sk").s();
  }

  private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    return Map.of("pk", item.get("pk"), "sk", item.get("sk"));
  }

  private NavigableMap<String, NavigableMap<String, Map<String, AttributeValue>>> table(
      String name) {
    return tables.computeIfAbsent(name, any -> new TreeMap<>());
  }
}
