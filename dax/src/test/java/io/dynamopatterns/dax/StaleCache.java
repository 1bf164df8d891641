package io.dynamopatterns.dax;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** In place of DAX: an equal request always gets the first answer. It can fail as DAX does. */
public final class StaleCache implements DynamoDbAsyncClient {
  /** A cache knows a question by what is asked, not by the time that its asker has. */
  private static final AwsRequestOverrideConfiguration NO_TIMEOUT = null;

  final AtomicInteger asked = new AtomicInteger();

  /** How it answers instead, or null. */
  volatile CompletableFuture<Void> instead;

  private final DynamoDbClient tables;
  private final Map<Object, Object> answers = new ConcurrentHashMap<>();

  public StaleCache(DynamoDbClient tables) {
    this.tables = tables;
  }

  /** How often it was asked. */
  public int asked() {
    return asked.get();
  }

  @Override
  public CompletableFuture<GetItemResponse> getItem(GetItemRequest request) {
    GetItemRequest question = request.toBuilder().overrideConfiguration(NO_TIMEOUT).build();
    return answer(question, () -> tables.getItem(question));
  }

  @Override
  public CompletableFuture<BatchGetItemResponse> batchGetItem(BatchGetItemRequest request) {
    BatchGetItemRequest question = request.toBuilder().overrideConfiguration(NO_TIMEOUT).build();
    return answer(question, () -> tables.batchGetItem(question));
  }

  @Override
  public CompletableFuture<QueryResponse> query(QueryRequest request) {
    QueryRequest question = request.toBuilder().overrideConfiguration(NO_TIMEOUT).build();
    return answer(question, () -> tables.query(question));
  }

  @SuppressWarnings("unchecked")
  private <A> CompletableFuture<A> answer(DynamoDbRequest question, Supplier<A> read) {
    asked.incrementAndGet();
    if (instead != null) {
      return instead.thenApply(nothing -> null);
    }
    return CompletableFuture.completedFuture(
        (A) answers.computeIfAbsent(question, key -> read.get()));
  }

  @Override
  public String serviceName() {
    return "dax";
  }

  @Override
  public void close() {}
}
