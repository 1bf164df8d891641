package io.dynamopatterns.operations;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * AWS's clients, made when they are first used: with the endpoints of the local fleet, or with
 * credentials and Region as every tool of AWS finds them.
 */
public final class Clients implements AutoCloseable {
  /** A function may run for as long, and its caller waits. */
  private static final Duration LONGEST_INVOCATION = Duration.ofMinutes(15);

  private static final int MOST_ATTEMPTS = 5;

  private final Map<String, URI> endpoints;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder().socketTimeout(LONGEST_INVOCATION.plusSeconds(30)).build();
  private final Map<String, AutoCloseable> clients = new HashMap<>();

  /**
   * @param endpoints of the local fleet, by the name of the service; empty for AWS
   */
  Clients(Map<String, URI> endpoints) {
    this.endpoints = endpoints;
  }

  public LambdaClient lambda() {
    return client(LambdaClient.class, "lambda", LambdaClient::builder);
  }

  /**
   * A client that repeats a request only if Lambda throttled it. An invocation whose answer was
   * lost may still run: repeated, it would run twice at the same time.
   */
  public LambdaClient lambdaOnce() {
    return client(
        "lambda once",
        LambdaClient.class,
        "lambda",
        () ->
            LambdaClient.builder()
                .overrideConfiguration(settings -> settings.retryStrategy(throttledOnly())));
  }

  private static RetryStrategy throttledOnly() {
    Predicate<Throwable> throttled =
        thrown -> thrown instanceof SdkServiceException e && e.isThrottlingException();
    return DefaultRetryStrategy.standardStrategyBuilder()
        .useClientDefaults(false)
        .maxAttempts(MOST_ATTEMPTS)
        .retryOnException(throttled)
        .treatAsThrottling(throttled)
        .build();
  }

  public DynamoDbClient dynamoDb() {
    return client(DynamoDbClient.class, "dynamodb", DynamoDbClient::builder);
  }

  public KinesisClient kinesis() {
    return client(KinesisClient.class, "kinesis", KinesisClient::builder);
  }

  public SqsClient sqs() {
    return client(SqsClient.class, "sqs", SqsClient::builder);
  }

  public S3Client s3() {
    return client(S3Client.class, "s3", () -> S3Client.builder().forcePathStyle(!isAws()));
  }

  public SchedulerClient scheduler() {
    return client(SchedulerClient.class, "scheduler", SchedulerClient::builder);
  }

  public CloudWatchClient cloudWatch() {
    return client(CloudWatchClient.class, "cloudwatch", CloudWatchClient::builder);
  }

  public CloudWatchLogsClient logs() {
    return client(CloudWatchLogsClient.class, "logs", CloudWatchLogsClient::builder);
  }

  /** Whether the deployment is on AWS, not in the local fleet. */
  boolean isAws() {
    return endpoints.isEmpty();
  }

  private <C extends AutoCloseable, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>>
      C client(Class<C> type, String service, Supplier<B> builder) {
    return client(service, type, service, builder);
  }

  private synchronized <
          C extends AutoCloseable, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>>
      C client(String name, Class<C> type, String service, Supplier<B> builder) {
    return type.cast(clients.computeIfAbsent(name, made -> build(service, builder.get())));
  }

  private <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C build(
      String service, B builder) {
    builder.httpClient(http);
    if (!isAws()) {
      URI endpoint = endpoints.get(service);
      if (endpoint == null) {
        throw OperationException.request("the local fleet has no %s", service);
      }
      builder
          .endpointOverride(endpoint)
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }
    return builder.build();
  }

  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>(clients.values());
    all.add(http);
    for (AutoCloseable client : all) {
      try {
        client.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
