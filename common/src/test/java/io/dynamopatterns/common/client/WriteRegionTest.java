package io.dynamopatterns.common.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sqs.SqsClient;

class WriteRegionTest {
  private static final Map<String, AttributeValue> KEY = Map.of("pk", AttributeValue.fromS("p"));

  /** The clients of a function in a Region. */
  private record Clients(
      DynamoDbClient dynamoDb,
      EventBridgeClient eventBridge,
      KinesisClient kinesis,
      SqsClient sqs) {
    static Clients in(Region region) {
      return new Clients(
          client(DynamoDbClient.builder(), region),
          client(EventBridgeClient.builder(), region),
          client(KinesisClient.builder(), region),
          client(SqsClient.builder(), region));
    }
  }

  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, Region region) {
    return builder
        .region(region)
        .endpointOverride(URI.create("http://service"))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClient(new Refusing())
        .overrideConfiguration(
            settings -> settings.addExecutionInterceptor(new WriteRegion(Region.EU_CENTRAL_1)))
        .build();
  }

  /** A service that refuses what reaches it. */
  private static final class Refusing implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(SdkHttpResponse.builder().statusCode(400).build())
              .responseBody(
                  AbortableInputStream.create(
                      new ByteArrayInputStream("{\"__type\":\"ReachedTheService\"}".getBytes())))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }

  static Stream<Consumer<Clients>> writes() {
    return Stream.of(
        clients -> clients.dynamoDb.putItem(put -> put.tableName("pages").item(KEY)),
        clients -> clients.dynamoDb.updateItem(update -> update.tableName("pages").key(KEY)),
        clients -> clients.dynamoDb.deleteItem(delete -> delete.tableName("pages").key(KEY)),
        clients -> clients.dynamoDb.batchWriteItem(batch -> batch.requestItems(Map.of())),
        clients -> clients.dynamoDb.transactWriteItems(write -> write.clientRequestToken("t")),
        clients -> clients.dynamoDb.executeStatement(statement -> statement.statement("INSERT")),
        clients -> clients.dynamoDb.batchExecuteStatement(batch -> batch.statements(List.of())),
        clients -> clients.eventBridge.putEvents(put -> put.entries(List.of())),
        clients -> clients.kinesis.putRecord(put -> put.streamName("clicks")),
        clients -> clients.sqs.sendMessage(send -> send.queueUrl("http://queue")));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void outsideTheWriteRegionNothingIsWrittenPublishedOrSent(Consumer<Clients> write) {
    assertThatThrownBy(() -> write.accept(Clients.in(Region.EU_WEST_1)))
        .isInstanceOf(WriteRegionException.class)
        .hasMessageContaining(
            "in Region eu-west-1 was not sent: environment variable WRITE_REGION allows writes in eu-central-1 only");
  }

  @ParameterizedTest
  @MethodSource("writes")
  void inTheWriteRegionEverythingIsSent(Consumer<Clients> write) {
    assertThatThrownBy(() -> write.accept(Clients.in(Region.EU_CENTRAL_1)))
        .isInstanceOf(AwsServiceException.class);
  }

  static Stream<Consumer<Clients>> reads() {
    return Stream.of(
        clients -> clients.dynamoDb.getItem(get -> get.tableName("pages").key(KEY)),
        clients -> clients.dynamoDb.batchGetItem(get -> get.requestItems(Map.of())),
        clients -> clients.dynamoDb.transactGetItems(get -> get.transactItems(List.of())),
        clients -> clients.dynamoDb.query(query -> query.tableName("pages")),
        clients -> clients.dynamoDb.scan(scan -> scan.tableName("pages")),
        clients -> clients.dynamoDb.describeTable(describe -> describe.tableName("pages")),
        clients -> clients.kinesis.listShards(list -> list.streamName("clicks")),
        clients -> clients.kinesis.getRecords(get -> get.shardIterator("iterator")));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void readsAreSentInEveryRegion(Consumer<Clients> read) {
    assertThatThrownBy(() -> read.accept(Clients.in(Region.EU_WEST_1)))
        .isInstanceOf(AwsServiceException.class);
  }

  @Test
  void aFunctionReadsTheWriteRegionFromItsEnvironment() {
    try (ApplicationContext context = context("eu-central-1")) {
      assertThatThrownBy(() -> put(context))
          .isInstanceOf(WriteRegionException.class)
          .hasMessageStartingWith("PutItem in Region eu-west-1 was not sent");
    }
  }

  @Test
  void theCheckIsAddedToTheOtherSettingsOfAClient() {
    try (ApplicationContext context = context("eu-central-1")) {
      assertThat(settings(context).retryStrategy().orElseThrow().maxAttempts()).isEqualTo(3);
      assertThat(settings(context).executionInterceptors())
          .hasAtLeastOneElementOfType(AttemptReports.class)
          .hasAtLeastOneElementOfType(WriteRegion.class);
    }
  }

  @Test
  void withoutAWriteRegionNoClientLooksAtRequests() {
    try (ApplicationContext context = context("")) {
      assertThat(settings(context).executionInterceptors())
          .isNotEmpty()
          .noneMatch(WriteRegion.class::isInstance);
    }
  }

  private static ClientOverrideConfiguration settings(ApplicationContext context) {
    return context
        .getBean(DynamoDbClient.class)
        .serviceClientConfiguration()
        .overrideConfiguration();
  }

  @Test
  void aWrongWriteRegionEndsTheStartWithItsName() {
    assertThatThrownBy(
            () -> {
              try (ApplicationContext context = context("Frankfurt")) {
                put(context);
              }
            })
        .hasStackTraceContaining(
            "environment variable WRITE_REGION is 'Frankfurt'; allowed: the name of a Region, such as eu-central-1");
  }

  private static ApplicationContext context(String writeRegion) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("aws.region", "eu-west-1");
    properties.put("aws.access-key-id", "test");
    properties.put("aws.secret-key", "test");
    properties.put("aws.services.dynamodb.endpoint-override", "http://127.0.0.1:1");
    properties.put("WRITE_REGION", writeRegion);
    return ApplicationContext.run(properties);
  }

  private static void put(ApplicationContext context) {
    context.getBean(DynamoDbClient.class).putItem(put -> put.tableName("pages").item(KEY));
  }
}
