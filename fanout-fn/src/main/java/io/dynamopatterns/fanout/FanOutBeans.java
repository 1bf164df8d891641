package io.dynamopatterns.fanout;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.fanout.deliver.Deliverer;
import io.dynamopatterns.fanout.deliver.Receivers;
import io.dynamopatterns.fanout.dispatch.Dispatcher;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.replay.ReplayFunction;
import io.dynamopatterns.fanout.settings.FanOutSettings;
import io.dynamopatterns.history.table.HistoryTable;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Puts the functions together. */
@Factory
final class FanOutBeans {
  /**
   * On top of the SDK's own retries; changes for a queue that takes nothing for this long become
   * dead letters.
   */
  private static final Backoff SENDS =
      new Backoff(4, Duration.ofMillis(100), Duration.ofSeconds(1));

  @Singleton
  FanOutSettings settings(Variables variables) {
    return FanOutSettings.of(variables);
  }

  @Singleton
  Dispatcher dispatcher(SqsClient sqs, FanOutSettings settings) {
    return new Dispatcher(
        settings.table(),
        new ChangeMessages(settings.history()),
        settings.subscribers(),
        sqs,
        SENDS);
  }

  @Singleton
  Deliverer deliverer(
      FanOutSettings settings,
      BeanProvider<EventBridgeClient> eventBridge,
      BeanProvider<KinesisClient> kinesis) {
    return new Deliverer(
        settings.subscribers(), new Receivers(eventBridge::get, kinesis::get, SENDS));
  }

  @Singleton
  ReplayFunction replayFunction(DynamoDbClient client, SqsClient sqs, FanOutSettings settings) {
    return new ReplayFunction(
        settings.table(),
        settings.subscribers(),
        settings.history().map(name -> history(client, name)),
        new ChangeMessages(settings.history()),
        sqs,
        SENDS);
  }

  /** For reading alone: what is kept for how long is the history's own matter. */
  private static HistoryTable history(DynamoDbClient client, String name) {
    return new HistoryTable(client, name, Duration.ZERO, SENDS, Clock.systemUTC());
  }
}
