package io.dynamopatterns.fanout;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/** Retries of the SQS client that fit a Lambda run: three attempts in all. */
@Singleton
class SqsSettings implements BeanCreatedEventListener<SqsClientBuilder> {
  @Override
  public SqsClientBuilder onCreated(BeanCreatedEvent<SqsClientBuilder> event) {
    SqsClientBuilder builder = event.getBean();
    return builder.overrideConfiguration(
        builder.overrideConfiguration().toBuilder().retryStrategy(RetryMode.STANDARD).build());
  }
}
