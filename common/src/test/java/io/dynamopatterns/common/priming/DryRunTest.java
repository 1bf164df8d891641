package io.dynamopatterns.common.priming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.micronaut.context.ApplicationContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

class DryRunTest {
  private static final Map<String, AttributeValue> ITEM =
      Map.of("pk", AttributeValue.fromS("written"));

  private final AtomicInteger received = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    System.setProperty("aws.region", "us-east-1");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes());
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.region");
    server.stop(0);
  }

  @Test
  void aWriteOfAClientThatAFunctionMadeItselfDoesNotHappenInADryRun() {
    try (DynamoDbClient own =
        DynamoDbClient.builder()
            .endpointOverride(endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("own", "own")))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      DryRun.run(() -> assertThatThrownBy(() -> write(own)).isInstanceOf(SdkClientException.class));
      assertThat(received).hasValue(0);

      write(own);
      assertThat(received).as("without a dry run").hasValue(1);
    }
  }

  @Test
  void aContextThatIsStartedInADryRunSendsNothingAndEachOtherContextDoes() {
    DryRun.run(
        () -> {
          try (ApplicationContext dry = context()) {
            write(dry.getBean(DynamoDbClient.class));
            assertThat(dry.getBean(SdkHttpClient.class)).isInstanceOf(MemoryHttpClient.class);
          }
        });
    assertThat(received).hasValue(0);

    try (ApplicationContext real = context()) {
      assertThat(real.getBean(SdkHttpClient.class)).isNotInstanceOf(MemoryHttpClient.class);
    }
  }

  @Test
  void whatADryRunPutIsFoundByItsKeyAndNothingElseIs() {
    DryRun.run(
        () -> {
          try (ApplicationContext dry = context()) {
            DynamoDbClient client = dry.getBean(DynamoDbClient.class);
            client.putItem(put -> put.tableName("table").item(item("1")));
            client.putItem(put -> put.tableName("table").item(item("2")));

            assertThat(client.getItem(get -> get.tableName("table").key(ITEM)).item())
                .isEqualTo(item("2"));
            assertThat(
                    client
                        .getItem(
                            get ->
                                get.tableName("table")
                                    .key(Map.of("pk", AttributeValue.fromS("other"))))
                        .hasItem())
                .isFalse();
          }
        });
    assertThat(received).hasValue(0);
  }

  private static Map<String, AttributeValue> item(String version) {
    return Map.of("pk", ITEM.get("pk"), "version", AttributeValue.fromN(version));
  }

  @Test
  void messagesOfADryRunCountAsSentThoughTheyAreNot() {
    DryRun.run(
        () -> {
          try (ApplicationContext dry = context()) {
            SendMessageBatchResponse answer =
                dry.getBean(SqsClient.class)
                    .sendMessageBatch(
                        send ->
                            send.queueUrl(endpoint() + "/123456789012/queue")
                                .entries(message("0", "first"), message("1", "\"second\"")));

            assertThat(answer.successful()).extracting("id").containsExactly("0", "1");
            assertThat(answer.failed()).isEmpty();
          }
        });
    assertThat(received).hasValue(0);
  }

  private static SendMessageBatchRequestEntry message(String id, String body) {
    return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
  }

  @Test
  void aDryRunIsOverWhenItFails() {
    assertThatThrownBy(
            () ->
                DryRun.run(
                    () -> {
                      throw new IllegalStateException("fails");
                    }))
        .hasMessage("fails");

    assertThat(DryRun.isRunning()).isFalse();
  }

  private ApplicationContext context() {
    return DryBeans.addTo(PatternHandler.contextBuilder())
        .properties(
            Map.of(
                "aws.services.dynamodb.endpoint-override",
                endpoint().toString(),
                "aws.services.sqs.endpoint-override",
                endpoint().toString()))
        .start();
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void write(DynamoDbClient client) {
    client.putItem(put -> put.tableName("table").item(ITEM));
  }
}
