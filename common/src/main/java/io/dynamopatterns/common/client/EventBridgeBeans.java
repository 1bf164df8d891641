package io.dynamopatterns.common.client;

import io.micronaut.aws.sdk.v2.service.AWSServiceConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;

/** EventBridge's client, for functions that have it on their class path. */
@Factory
@Requires(classes = EventBridgeClient.class)
final class EventBridgeBeans {
  @Singleton
  EventBridgeClientBuilder builder(
      ClientParts parts, @Nullable @Named("eventbridge") AWSServiceConfiguration settings) {
    return parts.apply(EventBridgeClient.builder(), settings);
  }

  @Singleton
  @Bean(preDestroy = "close")
  @Requires(missingBeans = EventBridgeClient.class)
  EventBridgeClient client(EventBridgeClientBuilder builder) {
    return builder.build();
  }
}
