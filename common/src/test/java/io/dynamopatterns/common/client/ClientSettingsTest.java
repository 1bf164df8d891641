package io.dynamopatterns.common.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sqs.SqsClient;

@MicronautTest(startApplication = false)
@Property(name = "aws.region", value = "us-east-1")
@Property(name = "aws.services.dynamodb.endpoint-override", value = "http://127.0.0.1:1")
@Property(name = "aws.services.kinesis.endpoint-override", value = "http://127.0.0.1:2")
@Property(name = "aws.services.eventbridge.endpoint-override", value = "http://127.0.0.1:3")
@Property(name = "aws.services.sqs.endpoint-override", value = "http://127.0.0.1:4")
class ClientSettingsTest {
  @Inject DynamoDbClient dynamoDb;
  @Inject KinesisClient kinesis;
  @Inject EventBridgeClient eventBridge;
  @Inject SqsClient sqs;

  @Test
  void eachServiceIsAskedThreeTimesAtMostAtItsEndpoint() {
    check(dynamoDb.serviceClientConfiguration(), 1);
    check(kinesis.serviceClientConfiguration(), 2);
    check(eventBridge.serviceClientConfiguration(), 3);
    check(sqs.serviceClientConfiguration(), 4);
  }

  private static void check(AwsServiceClientConfiguration client, int port) {
    assertThat(client.overrideConfiguration().retryStrategy().orElseThrow().maxAttempts())
        .isEqualTo(3);
    assertThat(client.endpointOverride()).contains(URI.create("http://127.0.0.1:" + port));
  }

  @Test
  void theHttpClientRepeatsNoRequest() {
    new UrlConnectionSettings();

    assertThat(System.getProperty("sun.net.http.retryPost")).isEqualTo("false");
  }
}
