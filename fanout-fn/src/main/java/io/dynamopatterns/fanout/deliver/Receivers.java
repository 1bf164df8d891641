package io.dynamopatterns.fanout.deliver;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.send.KinesisStream;
import io.dynamopatterns.common.send.OrderedSender;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.fanout.settings.SubscriberTarget;
import java.util.function.Supplier;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The buses and streams of subscribers. */
public final class Receivers {
  private final Supplier<EventBridgeClient> eventBridge;
  private final Supplier<KinesisClient> kinesis;
  private final Backoff backoff;

  /**
   * @param backoff how many requests in a row may deliver nothing before a stream is given up
   */
  public Receivers(
      Supplier<EventBridgeClient> eventBridge, Supplier<KinesisClient> kinesis, Backoff backoff) {
    this.eventBridge = eventBridge;
    this.kinesis = kinesis;
    this.backoff = backoff;
  }

  /**
   * The target of a subscriber.
   *
   * @throws IllegalArgumentException if messages come to it without this function
   */
  Receiver of(Subscriber subscriber) {
    SubscriberTarget target = subscriber.target();
    return switch (target.type()) {
      case EVENT_BUS -> new BusReceiver(new EventPublisher(eventBridge.get(), target.name()));
      case STREAM ->
          new StreamReceiver(
              new OrderedSender<>(new KinesisStream(kinesis.get(), target.name()), backoff));
      case QUEUE, FUNCTION ->
          throw new IllegalArgumentException(
              "subscriber '%s' has target type queue or function, so fanout-deliver must not be mapped to its queue: remove the event source mapping"
                  .formatted(subscriber.name()));
    };
  }
}
