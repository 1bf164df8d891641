package io.dynamopatterns.e2e.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What a function costs without this project: a handler in plain Java that makes the calls that are
 * listed in a variable, with the same SDK.
 */
abstract class PlainHandler {
  static final String CALLS = "PLAIN_CALLS";

  private static final Map<String, AttributeValue> KEY =
      Map.of("pk", AttributeValue.fromS("pages"), "sk", AttributeValue.fromS("/index.html"));

  private final List<String> calls =
      Stream.of(System.getenv(CALLS).split(",")).filter(name -> !name.isEmpty()).toList();
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final DynamoDbClient dynamoDb = DynamoDbClient.builder().httpClient(http).build();
  private final Sqs sqs = calls.contains("SendMessageBatch") ? new Sqs(http) : null;

  void call(int records) {
    calls.forEach(name -> call(name, records));
  }

  private void call(String name, int records) {
    switch (name) {
      case "BatchExecuteStatement" ->
          dynamoDb.batchExecuteStatement(
              batch ->
                  batch.statements(
                      each(
                          records,
                          BatchStatementRequest.builder()
                              .statement("INSERT INTO \"history\" VALUE {'pk':?,'sk':?,'image':?}")
                              .parameters(item().values())
                              .build())));
      case "BatchWriteItem" ->
          dynamoDb.batchWriteItem(
              batch ->
                  batch.requestItems(
                      Map.of(
                          "table",
                          each(
                              records,
                              WriteRequest.builder()
                                  .putRequest(PutRequest.builder().item(item()).build())
                                  .build()))));
      case "BatchGetItem" ->
          dynamoDb.batchGetItem(
              batch ->
                  batch.requestItems(
                      Map.of("table", KeysAndAttributes.builder().keys(List.of(KEY)).build())));
      case "GetItem" ->
          dynamoDb.getItem(get -> get.tableName("table").key(KEY).consistentRead(true));
      case "PutItem" ->
          dynamoDb.putItem(
              put ->
                  put.tableName("table")
                      .item(item())
                      .conditionExpression("attribute_not_exists(pk)"));
      case "UpdateItem" ->
          dynamoDb.updateItem(
              update ->
                  update
                      .tableName("table")
                      .key(KEY)
                      .updateExpression("SET hits = :hits")
                      .expressionAttributeValues(Map.of(":hits", AttributeValue.fromN("1"))));
      case "Query" ->
          dynamoDb.query(
              query ->
                  query
                      .tableName("table")
                      .keyConditionExpression("pk = :pk")
                      .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("pages"))));
      case "TransactWriteItems" ->
          dynamoDb.transactWriteItems(
              write ->
                  write.transactItems(
                      List.of(
                          TransactWriteItem.builder()
                              .put(put -> put.tableName("table").item(item()))
                              .build())));
      case "SendMessageBatch" -> sqs.send(records);
      default -> throw new IllegalArgumentException("no plain call for " + name);
    }
  }

  private static Map<String, AttributeValue> item() {
    return Map.of(
        "pk", AttributeValue.fromS("pages"),
        "sk", AttributeValue.fromS("/index.html"),
        "image", AttributeValue.fromM(Map.of("hits", AttributeValue.fromN("1"))));
  }

  private static <T> List<T> each(int records, T value) {
    return IntStream.range(0, records).mapToObj(number -> value).toList();
  }

  /** In its own class, so that a jar without SQS needs no client of it. */
  private static final class Sqs {
    private final software.amazon.awssdk.services.sqs.SqsClient client;

    Sqs(SdkHttpClient http) {
      client = software.amazon.awssdk.services.sqs.SqsClient.builder().httpClient(http).build();
    }

    void send(int records) {
      client.sendMessageBatch(
          batch ->
              batch
                  .queueUrl("https://sqs.us-east-1.amazonaws.com/123456789012/all.fifo")
                  .entries(
                      IntStream.range(0, records)
                          .mapToObj(
                              number ->
                                  software.amazon.awssdk.services.sqs.model
                                      .SendMessageBatchRequestEntry.builder()
                                      .id(Integer.toString(number))
                                      .messageGroupId("/index.html")
                                      .messageDeduplicationId(Integer.toString(number))
                                      .messageBody("{\"path\":\"/index.html\"}")
                                      .build())
                          .toList()));
    }
  }

  /** Of a table's stream. */
  public static final class OfTable extends PlainHandler
      implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
      call(event.getRecords().size());
      return StreamsEventResponse.builder().withBatchItemFailures(List.of()).build();
    }
  }

  /** Of a Kinesis stream. */
  public static final class OfKinesis extends PlainHandler
      implements RequestHandler<KinesisEvent, StreamsEventResponse> {
    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
      call(event.getRecords().size());
      return StreamsEventResponse.builder().withBatchItemFailures(List.of()).build();
    }
  }

  /** Of any request. */
  public static final class OfRequest extends PlainHandler
      implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> request, Context context) {
      call(1);
      return Map.of("submitted", 1);
    }
  }
}
