package io.dynamopatterns.common.events;

import io.micronaut.aws.sdk.v2.service.AWSServiceConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;

/** EventBridge's client for the functions that have it; Micronaut brings none. */
@Factory
@Requires(classes = EventBridgeClient.class)
final class EventBridgeBeans {
  /** As in {@code aws.services.eventbridge.endpoint-override}. */
  private static final String SERVICE = "eventbridge";

  @Singleton
  @Bean(preDestroy = "close")
  @Requires(missingBeans = EventBridgeClient.class)
  EventBridgeClient eventBridgeClient(
      SdkHttpClient http,
      AwsCredentialsProviderChain credentials,
      AwsRegionProviderChain region,
      @Nullable @Named(SERVICE) AWSServiceConfiguration settings) {
    EventBridgeClientBuilder builder =
        EventBridgeClient.builder()
            .httpClient(http)
            .credentialsProvider(credentials)
            .region(region.getRegion());
    if (settings != null && settings.getEndpointOverride() != null) {
      builder.endpointOverride(settings.getEndpointOverride());
    }
    return builder.build();
  }
}
