package io.dynamopatterns.processor;

import io.micronaut.aws.sdk.v2.service.AWSServiceConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The clients that Micronaut does not make. Like its own they take an endpoint from {@code
 * aws.services.<name>.endpoint-override}.
 */
@Factory
final class AwsClients {
  private final AwsCredentialsProviderChain credentials;
  private final AwsRegionProviderChain region;
  private final SdkHttpClient http;

  AwsClients(
      AwsCredentialsProviderChain credentials, AwsRegionProviderChain region, SdkHttpClient http) {
    this.credentials = credentials;
    this.region = region;
    this.http = http;
  }

  @Singleton
  @Bean(preDestroy = "close")
  KinesisClient kinesis(@Nullable @Named("kinesis") AWSServiceConfiguration service) {
    return configured(KinesisClient.builder(), service).build();
  }

  @Singleton
  @Bean(preDestroy = "close")
  EventBridgeClient eventBridge(@Nullable @Named("eventbridge") AWSServiceConfiguration service) {
    return configured(EventBridgeClient.builder(), service).build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
      B builder, @Nullable AWSServiceConfiguration service) {
    builder
        .credentialsProvider(credentials)
        .region(region.getRegion())
        .httpClient(http)
        .overrideConfiguration(settings -> settings.retryStrategy(RetryMode.STANDARD));
    if (service != null && service.getEndpointOverride() != null) {
      builder.endpointOverride(service.getEndpointOverride());
    }
    return builder;
  }
}
