package io.dynamopatterns.sim.dynamodb.direct;

import io.dynamopatterns.common.client.ClientSettings;
import io.dynamopatterns.sim.dynamodb.ModelHttpClient;
import io.dynamopatterns.sim.dynamodb.Wire;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Clients with the functions' own settings, which do not wait before they retry: those of the SDK,
 * and direct ones, which cost a fraction.
 */
public final class ModelClients {
  private static final StandardRetryStrategy AT_ONCE =
      AwsRetryStrategy.standardRetryStrategy().toBuilder()
          .backoffStrategy(BackoffStrategy.retryImmediately())
          .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
          .circuitBreakerEnabled(false)
          .build();

  private ModelClients() {}

  public static DynamoDbClient of(Wire wire) {
    return built(DynamoDbClient.builder(), wire, Region.US_EAST_1);
  }

  /** A client of a Region, which shows its requests to an interceptor first. */
  public static DynamoDbClient of(Wire wire, Region region, ExecutionInterceptor first) {
    return built(
        DynamoDbClient.builder()
            .overrideConfiguration(settings -> settings.addExecutionInterceptor(first)),
        wire,
        region);
  }

  public static EventBridgeClient eventBridge(Wire wire) {
    return built(EventBridgeClient.builder(), wire, Region.US_EAST_1);
  }

  /** Without the checksums that a queue would give of its messages. */
  public static SqsClient sqs(Wire wire) {
    return built(SqsClient.builder().checksumValidationEnabled(false), wire, Region.US_EAST_1);
  }

  public static DynamoDbClient direct(Wire wire) {
    return DirectClient.of(DynamoDbClient.class, DynamoDbException.class, wire, AT_ONCE);
  }

  public static EventBridgeClient directEventBridge(Wire wire) {
    return DirectClient.of(EventBridgeClient.class, EventBridgeException.class, wire, AT_ONCE);
  }

  public static SqsClient directSqs(Wire wire) {
    return DirectClient.of(SqsClient.class, SqsException.class, wire, AT_ONCE);
  }

  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C built(
      B builder, Wire wire, Region region) {
    ClientSettings.apply(
        builder
            .endpointOverride(URI.create("http://model"))
            .region(region)
            // Requests that are not signed: nothing checks it, and it costs a tenth of a history.
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClient(new ModelHttpClient(wire)));
    return builder
        .overrideConfiguration(
            builder.overrideConfiguration().toBuilder()
                .retryStrategy(AT_ONCE)
                .addExecutionInterceptor(new WithoutTimeouts())
                .build())
        .build();
  }
}
