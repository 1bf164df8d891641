package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.annotation.Property;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@MicronautTest(startApplication = false)
@Property(name = "aws.region", value = "us-east-1")
@Property(name = "aws.services.dynamodb.endpoint-override", value = "http://127.0.0.1:1")
class ClientSettingsTest {
  @Inject DynamoDbClient dynamoDb;

  @Test
  void dynamoDbIsAskedThreeTimesAtMost() {
    assertThat(
            dynamoDb
                .serviceClientConfiguration()
                .overrideConfiguration()
                .retryStrategy()
                .orElseThrow()
                .maxAttempts())
        .isEqualTo(3);
  }

  @Test
  void theHttpClientRepeatsNothingByItself() {
    new UrlConnectionSettings();

    assertThat(System.getProperty("sun.net.http.retryPost")).isEqualTo("false");
  }
}
