package io.dynamopatterns.fanout.deliver;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Passes the messages of a subscriber's queue on to its target. A message that is not taken stops
 * its group: it and all behind it in the group are reported, and come again. SQS counts how often,
 * and at last moves them to the subscriber's dead letters.
 */
public final class Deliverer {
  private final List<Subscriber> subscribers;
  private final Receivers receivers;

  public Deliverer(List<Subscriber> subscribers, Receivers receivers) {
    this.subscribers = subscribers;
    this.receivers = receivers;
  }

  /** Delivers one batch and says which messages must come again. */
  public SQSBatchResponse deliver(SQSEvent event, Deadline deadline, Telemetry telemetry) {
    Map<String, List<SQSMessage>> byQueue = new LinkedHashMap<>();
    for (SQSMessage message :
        event.getRecords() == null ? List.<SQSMessage>of() : event.getRecords()) {
      byQueue.computeIfAbsent(message.getEventSourceArn(), arn -> new ArrayList<>()).add(message);
    }
    List<BatchItemFailure> failures = new ArrayList<>();
    byQueue.forEach(
        (arn, messages) -> failures.addAll(deliver(arn, messages, deadline, telemetry)));
    return new SQSBatchResponse(failures);
  }

  private List<BatchItemFailure> deliver(
      String queueArn, List<SQSMessage> messages, Deadline deadline, Telemetry telemetry) {
    Subscriber subscriber = subscriber(queueArn);
    Map<String, String> reasons = new HashMap<>();
    receivers
        .of(subscriber)
        .take(wellFormed(messages, reasons), deadline)
        .forEach((message, reason) -> reasons.put(message.messageId(), reason));
    List<BatchItemFailure> failures = failures(messages, reasons);
    telemetry.count("Delivered", messages.size() - failures.size());
    telemetry.count("NotDelivered", failures.size());
    reasons.forEach(
        (messageId, reason) ->
            telemetry.warn(
                "message not delivered",
                "subscriber",
                subscriber.name(),
                "messageId",
                messageId,
                "reason",
                reason));
    return failures;
  }

  /** The messages of each group up to its first malformed one. */
  private static List<QueuedMessage> wellFormed(
      List<SQSMessage> messages, Map<String, String> reasons) {
    Set<String> stopped = new HashSet<>();
    List<QueuedMessage> wellFormed = new ArrayList<>();
    for (SQSMessage message : messages) {
      String group = QueuedMessage.group(message);
      if (!stopped.contains(group)) {
        try {
          wellFormed.add(QueuedMessage.of(message));
        } catch (IllegalArgumentException e) {
          stopped.add(group);
          reasons.put(message.getMessageId(), e.getMessage());
        }
      }
    }
    return wellFormed;
  }

  /** The messages that failed, and all behind them in their groups. */
  private static List<BatchItemFailure> failures(
      List<SQSMessage> messages, Map<String, String> reasons) {
    Set<String> stopped = new HashSet<>();
    List<BatchItemFailure> failures = new ArrayList<>();
    for (SQSMessage message : messages) {
      String group = QueuedMessage.group(message);
      if (reasons.containsKey(message.getMessageId())) {
        stopped.add(group);
      }
      if (stopped.contains(group)) {
        failures.add(new BatchItemFailure(message.getMessageId()));
      }
    }
    return failures;
  }

  private Subscriber subscriber(String queueArn) {
    return subscribers.stream()
        .filter(subscriber -> subscriber.hasQueue(String.valueOf(queueArn)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no subscriber of FANOUT_SUBSCRIBERS has the queue " + queueArn));
  }
}
