package io.dynamopatterns.fanout.deliver;

import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.QueueBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Passes the messages of a subscriber's queue on to its target. A message that is not taken stops
 * its group: it and all after it in the group are reported, and delivered again. SQS counts the
 * deliveries, and at last moves the messages to the subscriber's dead-letter queue.
 */
public final class Deliverer {
  private final List<Subscriber> subscribers;
  private final Receivers receivers;

  public Deliverer(List<Subscriber> subscribers, Receivers receivers) {
    this.subscribers = subscribers;
    this.receivers = receivers;
  }

  /**
   * Delivers one batch.
   *
   * @throws IllegalArgumentException if no subscriber has the queue, or its target takes messages
   *     without this function
   */
  public QueueBatch<QueuedMessage> deliver(QueueBatch<String> bodies, Call call) {
    QueueBatch<QueuedMessage> batch = bodies.map(body -> QueuedMessage.of(body.value()));
    return batch.together(call, "delivered", messages -> pass(messages, batch, call));
  }

  /** A batch is of one queue, because a mapping is. */
  private void pass(
      List<Delivered<QueuedMessage>> messages, QueueBatch<QueuedMessage> batch, Call call) {
    Subscriber subscriber = subscriber(messages.getFirst().source());
    Map<Delivered<QueuedMessage>, String> notTaken =
        receivers.of(subscriber).take(messages, call.deadline());
    Set<String> stopped = new HashSet<>();
    for (Delivered<QueuedMessage> message : messages) {
      if (notTaken.containsKey(message)) {
        stopped.add(message.key());
        batch.fail(
            message,
            new NotDoneException(
                "subscriber %s: %s".formatted(subscriber.name(), notTaken.get(message))));
      } else if (!stopped.contains(message.key())) {
        call.telemetry().count("Delivered", 1);
      }
    }
  }

  private Subscriber subscriber(String queueArn) {
    return subscribers.stream()
        .filter(subscriber -> subscriber.hasQueue(queueArn))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no subscriber of FANOUT_SUBSCRIBERS has the queue " + queueArn));
  }
}
