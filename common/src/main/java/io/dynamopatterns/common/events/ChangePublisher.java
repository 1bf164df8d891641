package io.dynamopatterns.common.events;

import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Publishes what a table's stream shows: an event for each change that is one. A record that is
 * delivered again is published again, so the event of a change must have the same id each time.
 *
 * <p>Metrics: {@code Published}; {@code SentAsPointer} and {@code Refused} for events that the bus
 * does not take for their content.
 */
public final class ChangePublisher {
  private final EventPublisher publisher;

  public ChangePublisher(EventPublisher publisher) {
    this.publisher = publisher;
  }

  /**
   * Publishes the events of a batch. Only records whose events are not published fail. An event
   * that the bus refuses also as a pointer fails as well: Lambda moves its record to the failure
   * destination.
   *
   * @param event of a change; empty for a change that is none. A record for which it throws fails
   */
  public StreamBatch<ItemChange> publish(
      StreamBatch<ItemChange> batch, Call call, Function<ItemChange, Optional<FleetEvent>> event) {
    return batch.together(call, "published", changes -> publish(changes, batch, call, event));
  }

  private void publish(
      List<Delivered<ItemChange>> changes,
      StreamBatch<ItemChange> batch,
      Call call,
      Function<ItemChange, Optional<FleetEvent>> event) {
    List<Delivered<ItemChange>> sent = new ArrayList<>();
    List<FleetEvent> sending = new ArrayList<>();
    for (Delivered<ItemChange> change : changes) {
      try {
        Optional<FleetEvent> made = event.apply(change.value());
        if (made.isPresent()) {
          sending.add(made.get());
          sent.add(change);
        }
      } catch (RuntimeException e) {
        batch.fail(change, e);
      }
    }
    int failed = 0;
    try {
      List<FleetEvent> pointers = publisher.publish(sending, call.deadline());
      call.telemetry().count("SentAsPointer", pointers.size());
    } catch (EventsNotPublishedException e) {
      call.telemetry().count("Refused", e.refused().size());
      failed = fail(i -> e.concerns(sending.get(i)), sent, batch, e);
    } catch (RuntimeException e) {
      failed = fail(i -> true, sent, batch, e);
    }
    call.telemetry().count("Published", sent.size() - failed);
  }

  private static int fail(
      IntPredicate which,
      List<Delivered<ItemChange>> sent,
      StreamBatch<ItemChange> batch,
      RuntimeException cause) {
    int[] failed = IntStream.range(0, sent.size()).filter(which).toArray();
    for (int i : failed) {
      batch.fail(sent.get(i), cause);
    }
    return failed.length;
  }
}
