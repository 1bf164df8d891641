package io.dynamopatterns.dax;

import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.dax.CacheConnection.CacheFailedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Reads of a cache, or of the tables where the cache does not answer. It knows no other operation:
 * a write, and whatever decides one, has no way through here.
 */
final class CacheClient implements DynamoDbClient {
  private final CacheConnection cache;
  private final DynamoDbClient tables;
  private final Telemetry telemetry;

  CacheClient(CacheConnection cache, DynamoDbClient tables, Telemetry telemetry) {
    this.cache = cache;
    this.tables = tables;
    this.telemetry = telemetry;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return read(request, DynamoDbAsyncClient::getItem, DynamoDbClient::getItem);
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    return read(request, DynamoDbAsyncClient::batchGetItem, DynamoDbClient::batchGetItem);
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return read(request, DynamoDbAsyncClient::query, DynamoDbClient::query);
  }

  private <Q extends DynamoDbRequest, A> A read(
      Q request,
      BiFunction<DynamoDbAsyncClient, Q, CompletableFuture<A>> cached,
      BiFunction<DynamoDbClient, Q, A> direct) {
    if (!cache.isResting()) {
      try {
        return cache.ask(client -> cached.apply(client, request), limit(request));
      } catch (CacheFailedException e) {
        telemetry.count("CacheFailures", 1);
        telemetry.error("the cache failed, so tables are read for a while", e.getCause());
      }
    }
    telemetry.count("ReadsPastCache", 1);
    return direct.apply(tables, request);
  }

  private static Duration limit(DynamoDbRequest request) {
    return request
        .overrideConfiguration()
        .flatMap(RequestOverrideConfiguration::apiCallTimeout)
        .orElse(CacheConnection.PATIENCE);
  }

  @Override
  public String serviceName() {
    return tables.serviceName();
  }

  /** Closes nothing: connection and tables live on. */
  @Override
  public void close() {}
}
