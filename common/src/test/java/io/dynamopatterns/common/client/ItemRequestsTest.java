package io.dynamopatterns.common.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.common.item.Items;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class ItemRequestsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("k", "s");

  private final Wire wire = new Wire();
  private final DynamoDbClient plain = builder().build();
  private final DynamoDbClient written = ClientSettings.apply(builder()).build();

  @Property(tries = 150)
  void everyRequestSaysWhatTheSdkWouldSay(
      @ForAll("items") Map<String, AttributeValue> first,
      @ForAll("items") Map<String, AttributeValue> second)
      throws IOException {
    for (SdkRequest request : requests(first, second)) {
      assertThat(sent(request, written)).isEqualTo(sent(request, plain));
    }
  }

  @Property(tries = 20)
  void aRequestWithASettingThatIsNotKnownHereKeepsIt(
      @ForAll("items") Map<String, AttributeValue> item) throws IOException {
    List<SdkRequest> requests =
        List.of(
            put(item).toBuilder().returnValues(ReturnValue.ALL_OLD).build(),
            put(item).toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build(),
            writes(item, item).toBuilder()
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                .build(),
            statements(item, item).toBuilder()
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build(),
            BatchExecuteStatementRequest.builder()
                .statements(
                    BatchStatementRequest.builder().statement("x").consistentRead(true).build())
                .build(),
            get(item).toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build(),
            query(item).toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build());
    for (SdkRequest request : requests) {
      assertThat(sent(request, written)).isEqualTo(sent(request, plain));
    }
  }

  /** DynamoDB refuses these, and its message must be about what the caller made. */
  @Test
  void aRequestWithoutItemsOrKeysIsSentAsTheSdkSendsIt() throws IOException {
    WriteRequest noItem = WriteRequest.builder().putRequest(put -> {}).build();
    WriteRequest noKey = WriteRequest.builder().deleteRequest(delete -> {}).build();
    for (SdkRequest request :
        List.of(
            PutItemRequest.builder().tableName("t").build(),
            GetItemRequest.builder().tableName("t").build(),
            QueryRequest.builder().tableName("t").build(),
            BatchWriteItemRequest.builder().build(),
            BatchWriteItemRequest.builder().requestItems(Map.of()).build(),
            BatchWriteItemRequest.builder()
                .requestItems(Map.of("t", List.of(noItem, noKey)))
                .build(),
            BatchExecuteStatementRequest.builder().build(),
            BatchExecuteStatementRequest.builder().statements(List.of()).build(),
            BatchExecuteStatementRequest.builder()
                .statements(BatchStatementRequest.builder().parameters(List.of()).build())
                .build())) {
      assertThat(sent(request, written)).as(request.toString()).isEqualTo(sent(request, plain));
    }
  }

  /** Jackson does not write it in UTF-8, so the request is left to the SDK. */
  @Test
  void halfAnEmojiIsSentAsTheSdkSendsIt() throws IOException {
    PutItemRequest request = put(Map.of("a", AttributeValue.fromS("\uD83D")));

    assertThat(sent(request, written)).isEqualTo(sent(request, plain));
  }

  /** The SDK reads it from the request: it must do so before the items are taken out. */
  @Test
  void theEndpointIsThatOfTheAccountOfTheTable() throws IOException {
    String arn = "arn:aws:dynamodb:us-east-1:210987654321:table/t";
    BatchWriteItemRequest request =
        BatchWriteItemRequest.builder()
            .requestItems(
                Map.of(
                    arn,
                    writes(Map.of("a", AttributeValue.fromS("x")), Map.of())
                        .requestItems()
                        .get("t")))
            .build();
    for (DynamoDbClientBuilder builder : List.of(atAws(), ClientSettings.apply(atAws()))) {
      sent(request, builder.build());

      assertThat(wire.requests.getLast().host())
          .isEqualTo("210987654321.ddb.us-east-1.amazonaws.com");
    }
  }

  private DynamoDbClientBuilder atAws() {
    return builder()
        .endpointOverride(null)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.builder()
                    .accessKeyId("k")
                    .secretAccessKey("s")
                    .accountId("123456789012")
                    .build()));
  }

  /** A value of two types is one that DynamoDB must refuse: it must not arrive as one of them. */
  @Test
  void aValueOfTwoTypesIsSentAsTheSdkSendsIt() throws IOException {
    PutItemRequest request = put(Map.of("a", AttributeValue.builder().s("text").n("1").build()));

    assertThat(sent(request, written).at("/Item/a")).hasSize(2);
  }

  /** What the SDK adds to these requests must be added here, or be checked for. */
  @Test
  void noRequestHasASettingThatIsLeftOut() {
    assertThat(names(PutItemRequest.builder().build()))
        .containsExactlyInAnyOrder(
            "TableName",
            "Item",
            "Expected",
            "ReturnValues",
            "ReturnConsumedCapacity",
            "ReturnItemCollectionMetrics",
            "ConditionalOperator",
            "ConditionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "ReturnValuesOnConditionCheckFailure");
    assertThat(names(GetItemRequest.builder().build()))
        .containsExactlyInAnyOrder(
            "TableName",
            "Key",
            "AttributesToGet",
            "ConsistentRead",
            "ReturnConsumedCapacity",
            "ProjectionExpression",
            "ExpressionAttributeNames");
    assertThat(names(QueryRequest.builder().build()))
        .containsExactlyInAnyOrder(
            "TableName",
            "IndexName",
            "Select",
            "AttributesToGet",
            "Limit",
            "ConsistentRead",
            "KeyConditions",
            "QueryFilter",
            "ConditionalOperator",
            "ScanIndexForward",
            "ExclusiveStartKey",
            "ReturnConsumedCapacity",
            "ProjectionExpression",
            "FilterExpression",
            "KeyConditionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues");
    assertThat(names(BatchWriteItemRequest.builder().build()))
        .containsExactlyInAnyOrder(
            "RequestItems", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics");
    assertThat(names(WriteRequest.builder().build()))
        .containsExactlyInAnyOrder("PutRequest", "DeleteRequest");
    assertThat(names(PutRequest.builder().build())).containsExactly("Item");
    assertThat(names(DeleteRequest.builder().build())).containsExactly("Key");
    assertThat(names(BatchExecuteStatementRequest.builder().build()))
        .containsExactlyInAnyOrder("Statements", "ReturnConsumedCapacity");
    assertThat(names(BatchStatementRequest.builder().build()))
        .containsExactlyInAnyOrder(
            "Statement", "Parameters", "ConsistentRead", "ReturnValuesOnConditionCheckFailure");
    assertThat(names(AttributeValue.builder().build()))
        .containsExactlyInAnyOrder("S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NUL");
  }

  @Test
  void eachAttemptSendsTheBodyAndItsSignatureIsThatOfTheBody() throws IOException {
    wire.failures = 2;

    written.putItem(put(Map.of("a", AttributeValue.fromS("ä😀"))));

    assertThat(wire.bodies).hasSize(3).allMatch(wire.bodies.getFirst()::equals);
    for (int i = 0; i < 3; i++) {
      SdkHttpRequest request = wire.requests.get(i);
      assertThat(request.firstMatchingHeader("Authorization"))
          .isEqualTo(signed(request, wire.bodies.get(i)).firstMatchingHeader("Authorization"));
    }
  }

  @Test
  void anInterceptorThatChangesARequestAfterwardsIsRefused() {
    DynamoDbClient changing = with(put -> put.toBuilder().tableName("other").build());

    assertThatThrownBy(() -> changing.putItem(put(Map.of())))
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining(
            "PutItem was not sent: an interceptor of the client has changed TableName")
        .hasMessageContaining("before ClientSettings.apply");
    assertThat(wire.bodies).isEmpty();
  }

  @Test
  void anInterceptorMayChangeHowARequestIsSent() throws IOException {
    DynamoDbClient patient =
        with(
            put ->
                put.toBuilder()
                    .overrideConfiguration(call -> call.apiCallTimeout(Duration.ofMinutes(1)))
                    .build());

    assertThat(sent(put(Map.of("a", AttributeValue.fromS("x"))), patient).at("/Item/a/S").asText())
        .isEqualTo("x");
  }

  private DynamoDbClient with(UnaryOperator<PutItemRequest> change) {
    DynamoDbClientBuilder builder = ClientSettings.apply(builder());
    return builder
        .overrideConfiguration(
            builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(
                    new ExecutionInterceptor() {
                      @Override
                      public SdkRequest modifyRequest(
                          Context.ModifyRequest context, ExecutionAttributes attributes) {
                        return change.apply((PutItemRequest) context.request());
                      }
                    })
                .build())
        .build();
  }

  @Provide
  Arbitrary<Map<String, AttributeValue>> items() {
    return Items.any();
  }

  private static List<SdkRequest> requests(
      Map<String, AttributeValue> first, Map<String, AttributeValue> second) {
    return List.of(
        put(first),
        put(first).toBuilder()
            .conditionExpression("#a = :a")
            .expressionAttributeNames(Map.of("#a", "a"))
            .expressionAttributeValues(second)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build(),
        writes(first, second),
        statements(first, second),
        get(first),
        get(first).toBuilder()
            .consistentRead(true)
            .projectionExpression("#a, b")
            .expressionAttributeNames(Map.of("#a", "a"))
            .build(),
        query(first),
        query(first).toBuilder()
            .indexName("i")
            .select(Select.COUNT)
            .limit(7)
            .consistentRead(false)
            .scanIndexForward(false)
            .exclusiveStartKey(second)
            .projectionExpression("c")
            .filterExpression("#a = :a")
            .expressionAttributeNames(Map.of("#a", "a"))
            .build());
  }

  private static GetItemRequest get(Map<String, AttributeValue> key) {
    return GetItemRequest.builder().tableName("t").key(key).build();
  }

  private static QueryRequest query(Map<String, AttributeValue> values) {
    return QueryRequest.builder()
        .tableName("t")
        .keyConditionExpression("pk = :pk")
        .expressionAttributeValues(values)
        .build();
  }

  private static PutItemRequest put(Map<String, AttributeValue> item) {
    return PutItemRequest.builder().tableName("t").item(item).build();
  }

  private static BatchWriteItemRequest writes(
      Map<String, AttributeValue> item, Map<String, AttributeValue> key) {
    return BatchWriteItemRequest.builder()
        .requestItems(
            Map.of(
                "t",
                List.of(
                    WriteRequest.builder().putRequest(put -> put.item(item)).build(),
                    WriteRequest.builder().deleteRequest(delete -> delete.key(key)).build())))
        .build();
  }

  private static BatchExecuteStatementRequest statements(
      Map<String, AttributeValue> first, Map<String, AttributeValue> second) {
    return BatchExecuteStatementRequest.builder()
        .statements(
            BatchStatementRequest.builder()
                .statement("INSERT \"1\"")
                .parameters(AttributeValue.fromM(first), AttributeValue.fromM(second))
                .build(),
            BatchStatementRequest.builder().statement("INSERT 2").build())
        .build();
  }

  private JsonNode sent(SdkRequest request, DynamoDbClient client) throws IOException {
    wire.bodies.clear();
    switch (request) {
      case PutItemRequest put -> client.putItem(put);
      case BatchWriteItemRequest batch -> client.batchWriteItem(batch);
      case BatchExecuteStatementRequest batch -> client.batchExecuteStatement(batch);
      case GetItemRequest get -> client.getItem(get);
      case QueryRequest query -> client.query(query);
      default -> throw new IllegalArgumentException(request.toString());
    }
    return JSON.readTree(wire.bodies.getFirst());
  }

  private static Set<String> names(SdkPojo pojo) {
    return pojo.sdkFields().stream().map(field -> field.memberName()).collect(Collectors.toSet());
  }

  private static SdkHttpRequest signed(SdkHttpRequest request, String body) {
    ZonedDateTime time =
        ZonedDateTime.parse(
            request.firstMatchingHeader("X-Amz-Date").orElseThrow(),
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC));
    return AwsV4HttpSigner.create()
        .sign(
            sign ->
                sign.request(
                        request.toBuilder()
                            .removeHeader("Authorization")
                            .removeHeader("X-Amz-Date")
                            .build())
                    .payload(ContentStreamProvider.fromUtf8String(body))
                    .identity(CREDENTIALS)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                    .putProperty(
                        HttpSigner.SIGNING_CLOCK, Clock.fixed(time.toInstant(), ZoneOffset.UTC)))
        .request();
  }

  private DynamoDbClientBuilder builder() {
    return DynamoDbClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:1"))
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
        .httpClient(wire);
  }

  /** Keeps what is sent, and answers that all is done. */
  private static final class Wire implements SdkHttpClient {
    private final List<SdkHttpRequest> requests = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private int failures;

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() throws IOException {
          return answer(request);
        }

        @Override
        public void abort() {
          // Nothing waits.
        }
      };
    }

    private HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
      byte[] body;
      try (InputStream content = request.contentStreamProvider().orElseThrow().newStream()) {
        body = content.readAllBytes();
      }
      assertThat(request.httpRequest().firstMatchingHeader("Content-Length"))
          .contains(Integer.toString(body.length));
      requests.add(request.httpRequest());
      bodies.add(new String(body, StandardCharsets.UTF_8));
      return HttpExecuteResponse.builder()
          .response(
              SdkHttpResponse.builder()
                  .statusCode(failures-- > 0 ? 500 : 200)
                  .putHeader("Content-Type", "application/x-amz-json-1.0")
                  .build())
          .responseBody(
              AbortableInputStream.create(
                  new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8))))
          .build();
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}
