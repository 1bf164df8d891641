package io.dynamopatterns.eventstore;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/** A browser waits for the pixel, and the watermark has a minute for all shards. */
@Singleton
final class KinesisTimeouts implements BeanCreatedEventListener<KinesisClientBuilder> {
  private static final Duration CALL = Duration.ofSeconds(3);
  private static final Duration ATTEMPT = Duration.ofMillis(1200);

  @Override
  public KinesisClientBuilder onCreated(BeanCreatedEvent<KinesisClientBuilder> event) {
    KinesisClientBuilder builder = event.getBean();
    return builder.overrideConfiguration(
        builder.overrideConfiguration().toBuilder()
            .apiCallTimeout(CALL)
            .apiCallAttemptTimeout(ATTEMPT)
            .build());
  }
}
