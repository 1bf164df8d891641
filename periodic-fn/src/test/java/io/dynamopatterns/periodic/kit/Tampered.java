package io.dynamopatterns.periodic.kit;

import io.dynamopatterns.testkit.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Clients that take a guard away, for negative controls: the code under test is the same, and
 * DynamoDB does what it would do had the guard not been written.
 */
public final class Tampered {
  private UnaryOperator<PutItemRequest> puts = UnaryOperator.identity();
  private BiFunction<GetItemRequest, GetItemResponse, GetItemResponse> gets =
      (request, response) -> response;
  private BiFunction<QueryRequest, QueryResponse, QueryResponse> queries =
      (request, response) -> response;

  private final DynamoDbClient inner;

  private Tampered(DynamoDbClient inner) {
    this.inner = inner;
  }

  private Tampered() {
    this(TestDatabase.client());
  }

  /** Something happens after the first item that this client gets. */
  public static DynamoDbClient afterFirstGet(DynamoDbClient inner, Runnable action) {
    Tampered tampered = new Tampered(inner);
    Runnable once = once(action);
    tampered.gets =
        (request, response) -> {
          once.run();
          return response;
        };
    return tampered.client();
  }

  /** Something happens after the first query of this client. */
  public static DynamoDbClient afterFirstQuery(DynamoDbClient inner, Runnable action) {
    Tampered tampered = new Tampered(inner);
    Runnable once = once(action);
    tampered.queries =
        (request, response) -> {
          once.run();
          return response;
        };
    return tampered.client();
  }

  private static Runnable once(Runnable action) {
    boolean[] done = {false};
    return () -> {
      if (!done[0]) {
        done[0] = true;
        action.run();
      }
    };
  }

  /** Heads as they were when first read: a cache, or an eventually consistent read. */
  public static DynamoDbClient withStaleHeads() {
    Tampered tampered = new Tampered();
    Map<Map<String, AttributeValue>, GetItemResponse> first = new HashMap<>();
    tampered.gets =
        (request, response) ->
            response.hasItem() ? first.computeIfAbsent(request.key(), any -> response) : response;
    return tampered.client();
  }

  /** Heads that no run has leased. */
  public static DynamoDbClient withoutLeases() {
    Tampered tampered = new Tampered();
    tampered.gets = (request, response) -> without(response, "leaseRunner");
    return tampered.client();
  }

  /** Heads of earlier generations that always look closed. */
  public static DynamoDbClient withoutOrderOfGenerations() {
    Tampered tampered = new Tampered();
    tampered.gets =
        (request, response) ->
            response.hasItem() && request.key().get("sk").s().endsWith("/00000")
                ? response.toBuilder()
                    .item(with(response.item(), "state", AttributeValue.fromS("CLOSED")))
                    .build()
                : response;
    return tampered.client();
  }

  /** Chunks of a manifest that the last writer decides. */
  public static DynamoDbClient withManifestsOverwritten() {
    return withoutCondition(key -> key.startsWith("manifest#"));
  }

  /** Heads that are written whatever their version. */
  public static DynamoDbClient withoutVersions() {
    return withoutCondition(key -> key.startsWith("heads#"));
  }

  /** Manifests that no run looks up. */
  public static DynamoDbClient withoutManifests() {
    return withoutManifests(TestDatabase.client());
  }

  /** As above, by another client. */
  public static DynamoDbClient withoutManifests(DynamoDbClient inner) {
    Tampered tampered = new Tampered(inner);
    tampered.queries =
        (request, response) ->
            request.expressionAttributeValues().values().stream()
                    .anyMatch(value -> value.s() != null && value.s().startsWith("manifest#"))
                ? response.toBuilder().items(List.of()).build()
                : response;
    return tampered.client();
  }

  private static DynamoDbClient withoutCondition(Predicate<String> partitions) {
    Tampered tampered = new Tampered();
    tampered.puts =
        request ->
            partitions.test(request.item().get("pk").s())
                ? request.toBuilder()
                    .conditionExpression(null)
                    .expressionAttributeNames(null)
                    .expressionAttributeValues(null)
                    .returnValuesOnConditionCheckFailure((String) null)
                    .build()
                : request;
    return tampered.client();
  }

  private static GetItemResponse without(GetItemResponse response, String attribute) {
    if (!response.hasItem()) {
      return response;
    }
    Map<String, AttributeValue> item = new HashMap<>(response.item());
    item.remove(attribute);
    return response.toBuilder().item(item).build();
  }

  private static Map<String, AttributeValue> with(
      Map<String, AttributeValue> item, String attribute, AttributeValue value) {
    Map<String, AttributeValue> changed = new HashMap<>(item);
    changed.put(attribute, value);
    return changed;
  }

  private DynamoDbClient client() {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            Tampered.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "putItem" -> inner.putItem(puts.apply(put(arguments[0])));
                  case "getItem" -> {
                    GetItemRequest request = get(arguments[0]);
                    yield gets.apply(request, inner.getItem(request));
                  }
                  case "query" -> {
                    QueryRequest request = query(arguments[0]);
                    yield queries.apply(request, inner.query(request));
                  }
                  default -> invoke(method, arguments);
                });
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(inner, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @SuppressWarnings("unchecked")
  private static PutItemRequest put(Object argument) {
    return argument instanceof PutItemRequest request
        ? request
        : PutItemRequest.builder()
            .applyMutation((Consumer<PutItemRequest.Builder>) argument)
            .build();
  }

  @SuppressWarnings("unchecked")
  private static GetItemRequest get(Object argument) {
    return argument instanceof GetItemRequest request
        ? request
        : GetItemRequest.builder()
            .applyMutation((Consumer<GetItemRequest.Builder>) argument)
            .build();
  }

  @SuppressWarnings("unchecked")
  private static QueryRequest query(Object argument) {
    return argument instanceof QueryRequest request
        ? request
        : QueryRequest.builder().applyMutation((Consumer<QueryRequest.Builder>) argument).build();
  }
}
