package io.dynamopatterns.bench.run;

import io.dynamopatterns.common.client.ClientSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of one transport. */
public final class TransportClients {
  private final List<SdkRequest> seen = new ArrayList<>();
  private final DynamoDbClient dynamoDb;
  private final SqsClient sqs;
  private volatile boolean listening;

  private TransportClients(SdkHttpClient http, UnaryOperator<SdkClientBuilder<?, ?>> settings) {
    dynamoDb = built(DynamoDbClient.builder(), http, settings);
    // The canned queue gives no checksums.
    sqs = built(SqsClient.builder().checksumValidationEnabled(false), http, settings);
  }

  /** Those of the functions, with the settings of {@code common}. */
  public static TransportClients ofFunctions(SdkHttpClient http) {
    return new TransportClients(http, ClientSettings::apply);
  }

  /** Those that a program has which builds the SDK's clients without settings. */
  public static TransportClients plain(SdkHttpClient http) {
    return new TransportClients(http, builder -> builder);
  }

  public DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  public SqsClient sqs() {
    return sqs;
  }

  /** The requests that this makes. */
  public List<SdkRequest> requests(Runnable run) {
    seen.clear();
    listening = true;
    run.run();
    listening = false;
    return List.copyOf(seen);
  }

  private void hear(SdkRequest request) {
    if (listening) {
      synchronized (seen) {
        seen.add(request);
      }
    }
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C built(
      B builder, SdkHttpClient http, UnaryOperator<SdkClientBuilder<?, ?>> settings) {
    builder
        .endpointOverride(URI.create("http://127.0.0.1:1"))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .httpClient(http);
    settings.apply(builder);
    return builder
        .overrideConfiguration(
            builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(
                    new ExecutionInterceptor() {
                      @Override
                      public void beforeExecution(
                          Context.BeforeExecution context, ExecutionAttributes attributes) {
                        hear(context.request());
                      }
                    })
                .build())
        .build();
  }
}
