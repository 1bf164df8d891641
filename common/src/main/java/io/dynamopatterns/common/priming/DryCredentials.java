package io.dynamopatterns.common.priming;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Signs the requests of a dry run with a key that AWS does not know, and refuses. */
@Factory
@Requires(condition = DryRun.Only.class)
final class DryCredentials {
  /** No key of AWS has this form. */
  static final String KEY = "DRYRUN";

  @Singleton
  @Replaces(AwsCredentialsProviderChain.class)
  AwsCredentialsProviderChain credentials() {
    return AwsCredentialsProviderChain.of(
        StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)));
  }
}
