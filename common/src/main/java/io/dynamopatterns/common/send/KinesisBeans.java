package io.dynamopatterns.common.send;

import io.micronaut.aws.sdk.v2.service.AWSServiceConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/** Kinesis's client for the functions that have it; Micronaut brings none. */
@Factory
@Requires(classes = KinesisClient.class)
final class KinesisBeans {
  /** As in {@code aws.services.kinesis.endpoint-override}. */
  private static final String SERVICE = "kinesis";

  @Singleton
  @Bean(preDestroy = "close")
  @Requires(missingBeans = KinesisClient.class)
  KinesisClient kinesisClient(
      SdkHttpClient http,
      AwsCredentialsProviderChain credentials,
      AwsRegionProviderChain region,
      @Nullable @Named(SERVICE) AWSServiceConfiguration settings) {
    KinesisClientBuilder builder =
        KinesisClient.builder()
            .httpClient(http)
            .credentialsProvider(credentials)
            .region(region.getRegion())
            .overrideConfiguration(config -> config.retryStrategy(RetryMode.STANDARD));
    if (settings != null && settings.getEndpointOverride() != null) {
      builder.endpointOverride(settings.getEndpointOverride());
    }
    return builder.build();
  }
}
