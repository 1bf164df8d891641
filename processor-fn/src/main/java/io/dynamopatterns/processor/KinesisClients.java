package io.dynamopatterns.processor;

import io.micronaut.aws.sdk.v2.service.AWSServiceConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/** The Kinesis client, which Micronaut has no factory for. */
@Factory
final class KinesisClients {
  @Singleton
  @Bean(preDestroy = "close")
  KinesisClient kinesisClient(
      SdkHttpClient http,
      AwsCredentialsProviderChain credentials,
      AwsRegionProviderChain region,
      @Nullable @Named("kinesis") AWSServiceConfiguration configuration) {
    KinesisClientBuilder builder =
        KinesisClient.builder()
            .httpClient(http)
            .credentialsProvider(credentials)
            .region(region.getRegion())
            .overrideConfiguration(config -> config.retryStrategy(RetryMode.STANDARD));
    if (configuration != null && configuration.getEndpointOverride() != null) {
      builder.endpointOverride(configuration.getEndpointOverride());
    }
    return builder.build();
  }
}
