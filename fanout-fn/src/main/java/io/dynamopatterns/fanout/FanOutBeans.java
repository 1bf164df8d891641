package io.dynamopatterns.fanout;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.fanout.change.StreamChanges;
import io.dynamopatterns.fanout.deliver.Deliverer;
import io.dynamopatterns.fanout.deliver.Receivers;
import io.dynamopatterns.fanout.dispatch.Dispatcher;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.settings.FanOutSettings;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Puts the functions together. */
@Factory
final class FanOutBeans {
  /** On top of the SDK's own retries; a queue that takes nothing for so long has dead letters. */
  private static final Backoff SENDS =
      new Backoff(4, Duration.ofMillis(100), Duration.ofSeconds(1));

  @Singleton
  Dispatcher dispatcher(SqsClient sqs, FanOutSettings settings) {
    return new Dispatcher(
        new StreamChanges(settings.table()),
        new ChangeMessages(settings.history()),
        settings.subscriberList(),
        sqs,
        SENDS);
  }

  @Singleton
  Deliverer deliverer(
      FanOutSettings settings,
      BeanProvider<EventBridgeClient> eventBridge,
      BeanProvider<KinesisClient> kinesis) {
    return new Deliverer(
        settings.subscriberList(), new Receivers(eventBridge::get, kinesis::get, SENDS));
  }
}
