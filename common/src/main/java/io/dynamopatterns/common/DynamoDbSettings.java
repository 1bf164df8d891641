package io.dynamopatterns.common;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Retries of the DynamoDB client that fit a Lambda run: three attempts in all. The client's default
 * of nine, with delays of up to 20 s, would outlast the run's deadline under throttling. The
 * reasons for throttling are kept ({@link ThrottlingReasons}).
 */
@Singleton
public class DynamoDbSettings implements BeanCreatedEventListener<DynamoDbClientBuilder> {
  @Override
  public DynamoDbClientBuilder onCreated(BeanCreatedEvent<DynamoDbClientBuilder> event) {
    return apply(event.getBean());
  }

  /** Applies these settings to a client that Micronaut does not make. */
  public static DynamoDbClientBuilder apply(DynamoDbClientBuilder builder) {
    return builder.overrideConfiguration(
        builder.overrideConfiguration().toBuilder()
            .retryStrategy(RetryMode.STANDARD)
            .addExecutionInterceptor(new ThrottlingReasons())
            .build());
  }
}
