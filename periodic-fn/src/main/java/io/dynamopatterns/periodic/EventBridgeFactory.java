package io.dynamopatterns.periodic;

import io.micronaut.aws.sdk.v2.service.AWSServiceConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;

/** The EventBridge client, which Micronaut has no factory for. */
@Factory
final class EventBridgeFactory {
  /** Under this name Micronaut's configuration, {@code aws.services}, has other endpoints. */
  private static final String SERVICE = "eventbridge";

  @Singleton
  @Bean(preDestroy = "close")
  EventBridgeClient eventBridgeClient(
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      AwsRegionProvider region,
      @Nullable @Named(SERVICE) AWSServiceConfiguration configuration) {
    EventBridgeClientBuilder builder =
        EventBridgeClient.builder()
            .httpClient(http)
            .credentialsProvider(credentials)
            .region(region.getRegion());
    if (configuration != null) {
      builder.endpointOverride(configuration.getEndpointOverride());
    }
    return builder.build();
  }
}
