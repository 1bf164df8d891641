package io.dynamopatterns.common.priming;

import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.RuntimeBeanDefinition;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * What the application context of a dry run has in place of a function's own beans: a transport
 * that answers from memory, and a key that AWS does not know, and refuses. No setting and no
 * variable adds them to another context.
 */
public final class DryBeans {
  /** No key of AWS has this form. */
  static final String KEY = "DRYRUN";

  private DryBeans() {}

  /** Adds them, if a dry run is running. */
  public static ApplicationContextBuilder addTo(ApplicationContextBuilder context) {
    return DryRun.isRunning()
        ? context.beanDefinitions(
            RuntimeBeanDefinition.builder(SdkHttpClient.class, MemoryHttpClient::new)
                .singleton(true)
                .replaces(SdkHttpClient.class)
                .build(),
            RuntimeBeanDefinition.builder(AwsCredentialsProviderChain.class, DryBeans::credentials)
                .singleton(true)
                .replaces(AwsCredentialsProviderChain.class)
                .build())
        : context;
  }

  private static AwsCredentialsProviderChain credentials() {
    return AwsCredentialsProviderChain.of(
        StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)));
  }
}
