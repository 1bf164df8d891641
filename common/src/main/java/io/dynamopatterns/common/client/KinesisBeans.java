package io.dynamopatterns.common.client;

import io.micronaut.aws.sdk.v2.service.AWSServiceConfiguration;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/** Kinesis's client, for functions that have it on their class path. */
@Factory
@Requires(classes = KinesisClient.class)
final class KinesisBeans {
  @Singleton
  KinesisClientBuilder builder(
      ClientParts parts, @Nullable @Named("kinesis") AWSServiceConfiguration settings) {
    return parts.apply(KinesisClient.builder(), settings);
  }

  @Singleton
  @Bean(preDestroy = "close")
  @Requires(missingBeans = KinesisClient.class)
  KinesisClient client(KinesisClientBuilder builder) {
    return builder.build();
  }
}
