package io.dynamopatterns.fanout.dispatch;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.send.FifoQueue;
import io.dynamopatterns.common.send.OrderedSender;
import io.dynamopatterns.common.send.QueueMessage;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A subscriber as the dispatcher sees it: a queue, and one for the messages that the queue does not
 * take.
 */
final class SubscriberQueue {
  /** Kept of the time for the dead letters. */
  private static final Duration FOR_DEAD_LETTERS = Duration.ofSeconds(10);

  private static final String NO_TIME = "no time was left";

  private final String subscriber;
  private final OrderedSender<QueueMessage> queue;
  private final OrderedSender<QueueMessage> deadLetters;

  /**
   * @param backoff how many requests in a row may deliver nothing before a queue is given up
   */
  SubscriberQueue(Subscriber subscriber, SqsClient sqs, Backoff backoff) {
    this.subscriber = subscriber.name();
    this.queue = sender(sqs, subscriber.queue(), backoff);
    this.deadLetters = sender(sqs, subscriber.deadLetters(), backoff);
  }

  String subscriber() {
    return subscriber;
  }

  /**
   * Sends messages, to the dead letters if the queue will not have them.
   *
   * @return the numbers of the messages that neither queue has, each with the reason
   */
  Map<Long, String> send(List<QueueMessage> messages, Deadline deadline, Telemetry telemetry) {
    List<QueueMessage> dead = new ArrayList<>();
    var sent =
        queue.send(
            messages,
            deadline.earlier(FOR_DEAD_LETTERS),
            (message, reason) -> {
              dead.add(message);
              telemetry.warn(
                  "message refused",
                  "subscriber",
                  subscriber,
                  "id",
                  message.deduplicationId(),
                  "reason",
                  reason);
            });
    Map<Long, String> notSent = new HashMap<>();
    sent.failure()
        .ifPresentOrElse(
            e -> {
              dead.addAll(sent.left());
              telemetry.error(
                  "queue takes no messages",
                  e,
                  "subscriber",
                  subscriber,
                  "messages",
                  sent.left().size());
            },
            () -> sent.left().forEach(late -> notSent.put(late.number(), NO_TIME)));
    count("Sent", messages.size() - dead.size() - notSent.size(), telemetry);
    notSent.putAll(bury(dead, deadline, telemetry));
    return notSent;
  }

  private Map<Long, String> bury(List<QueueMessage> dead, Deadline deadline, Telemetry telemetry) {
    Map<Long, String> notSent = new HashMap<>();
    var buried =
        deadLetters.send(
            dead, deadline, (message, reason) -> notSent.put(message.number(), reason));
    String reason = buried.failure().map(Throwable::getMessage).orElse(NO_TIME);
    buried.left().forEach(message -> notSent.put(message.number(), reason));
    count("DeadLettered", dead.size() - notSent.size(), telemetry);
    return notSent;
  }

  /** Counts for all subscribers together, and for this one. */
  private void count(String metric, int number, Telemetry telemetry) {
    if (number > 0) {
      telemetry.count(metric, number);
      telemetry.count(metric + '.' + subscriber, number);
    }
  }

  private static OrderedSender<QueueMessage> sender(SqsClient sqs, String url, Backoff backoff) {
    return new OrderedSender<>(new ShortCalls(new FifoQueue(sqs, url)), backoff);
  }
}
