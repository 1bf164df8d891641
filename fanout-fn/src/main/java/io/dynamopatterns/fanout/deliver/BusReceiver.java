package io.dynamopatterns.fanout.deliver;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.events.EventsNotPublishedException;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.fanout.message.ChangeMessages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * An event bus. PutEvents may refuse any of its entries and take those after it, so a group's next
 * event is published when the one before it was. What rules do with the events, they do in no
 * order.
 *
 * <p>A change that the bus refuses for its content is published without its images. One that it
 * refuses even then fails until SQS moves it to the subscriber's dead-letter queue.
 */
final class BusReceiver implements Receiver {
  /** The detail type of the events, named as their schema. */
  static final String DETAIL_TYPE = "TableChanged";

  static final String SOURCE = "dynamopatterns.fanout";

  private final EventPublisher bus;

  BusReceiver(EventPublisher bus) {
    this.bus = bus;
  }

  @Override
  public Map<Delivered<QueuedMessage>, String> take(
      List<Delivered<QueuedMessage>> messages, Deadline deadline) {
    Map<Delivered<QueuedMessage>, String> notTaken = new HashMap<>();
    Set<String> stopped = new HashSet<>();
    List<Delivered<QueuedMessage>> waiting = new ArrayList<>(messages);
    while (!waiting.isEmpty()) {
      Map<String, Delivered<QueuedMessage>> round = new LinkedHashMap<>();
      waiting.forEach(message -> round.putIfAbsent(message.key(), message));
      Map<Delivered<QueuedMessage>, String> failed = publish(List.copyOf(round.values()), deadline);
      failed.keySet().forEach(message -> stopped.add(message.key()));
      notTaken.putAll(failed);
      waiting.removeAll(round.values());
      waiting.removeIf(message -> stopped.contains(message.key()));
    }
    return notTaken;
  }

  private Map<Delivered<QueuedMessage>, String> publish(
      List<Delivered<QueuedMessage>> round, Deadline deadline) {
    List<FleetEvent> events = round.stream().map(BusReceiver::event).toList();
    Map<Delivered<QueuedMessage>, String> failed = new HashMap<>();
    try {
      bus.publish(events, deadline);
    } catch (EventsNotPublishedException e) {
      for (int i = 0; i < round.size(); i++) {
        if (e.concerns(events.get(i))) {
          failed.put(round.get(i), e.getMessage());
        }
      }
    } catch (SdkException e) {
      round.forEach(message -> failed.put(message, e.getMessage()));
    }
    return failed;
  }

  private static FleetEvent event(Delivered<QueuedMessage> message) {
    return new FleetEvent(
        SOURCE,
        DETAIL_TYPE,
        message.value().body(),
        ChangeMessages.withoutImages(message.value().body()),
        message.value().time());
  }
}
