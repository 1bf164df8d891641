package io.dynamopatterns.bench.warm;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What the loops share. They know one kind of record and one course of things, and nothing of
 * {@code common}: no lanes, no retries of what was left, no duplicates, no rejected records.
 */
final class Loops {
  private static final int WRITES = 25;
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Loops() {}

  /** Does this for each, eight at the same time, as the functions do. */
  static <T> void inThreads(Collection<T> all, Consumer<T> action) {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(Math.min(8, all.size()))) {
      all.forEach(
          each -> running.add(CompletableFuture.runAsync(() -> action.accept(each), executor)));
    }
    running.forEach(CompletableFuture::join);
  }

  static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue n(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  static String text(Instant time) {
    return MILLIS.format(time);
  }

  /** Sends statements, 25 per request. */
  static void insert(DynamoDbClient client, List<BatchStatementRequest> statements) {
    for (int from = 0; from < statements.size(); from += WRITES) {
      List<BatchStatementRequest> request =
          statements.subList(from, Math.min(statements.size(), from + WRITES));
      BatchExecuteStatementResponse response =
          client.batchExecuteStatement(call -> call.statements(request));
      response
          .responses()
          .forEach(
              each -> {
                if (each.error() != null) {
                  throw new IllegalStateException(each.error().message());
                }
              });
    }
  }

  /** Sends puts, 25 per request. */
  static void put(DynamoDbClient client, String table, List<WriteRequest> writes) {
    for (int from = 0; from < writes.size(); from += WRITES) {
      List<WriteRequest> request = writes.subList(from, Math.min(writes.size(), from + WRITES));
      BatchWriteItemResponse response =
          client.batchWriteItem(call -> call.requestItems(Map.of(table, request)));
      if (response.hasUnprocessedItems() && !response.unprocessedItems().isEmpty()) {
        throw new IllegalStateException("not all were written");
      }
    }
  }

  /**
   * Puts an item in place of the version that was read, with a token of this write.
   *
   * @return the item as it is stored
   */
  static Map<String, AttributeValue> replace(
      DynamoDbClient client,
      String table,
      String key,
      Map<String, AttributeValue> held,
      Map<String, AttributeValue> next) {
    Map<String, AttributeValue> item = new HashMap<>(next);
    AttributeValue version = held.get("version");
    AttributeValue tokens = held.get("writeTokens");
    long number = Long.parseLong(version.n()) + 1;
    String incarnation = tokens.s().substring(0, tokens.s().indexOf(' '));
    item.put("version", n(number));
    item.put(
        "writeTokens",
        s(
            incarnation
                + " 0 writerid:"
                + Long.toString(System.currentTimeMillis(), 36)
                + ':'
                + Long.toString(number, 36)));
    client.putItem(
        put ->
            put.tableName(table)
                .item(item)
                .conditionExpression(
                    "attribute_exists(#key) AND #version = :version AND #tokens = :tokens")
                .expressionAttributeNames(
                    Map.of("#key", key, "#version", "version", "#tokens", "writeTokens"))
                .expressionAttributeValues(Map.of(":version", version, ":tokens", tokens))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
    return item;
  }
}
