package io.dynamopatterns.common.client;

import io.micronaut.aws.sdk.v2.service.AWSServiceConfiguration;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;

/** Prepares the builder of a client that Micronaut has no factory for. */
@Singleton
final class ClientParts {
  private final SdkHttpClient http;
  private final AwsCredentialsProviderChain credentials;
  private final AwsRegionProviderChain region;

  ClientParts(
      SdkHttpClient http, AwsCredentialsProviderChain credentials, AwsRegionProviderChain region) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
  }

  /**
   * @param settings the properties below {@code aws.services.<name>}, or null
   */
  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B apply(
      B builder, @Nullable AWSServiceConfiguration settings) {
    builder.httpClient(http).credentialsProvider(credentials).region(region.getRegion());
    if (settings != null && settings.getEndpointOverride() != null) {
      builder.endpointOverride(settings.getEndpointOverride());
    }
    return builder;
  }
}
