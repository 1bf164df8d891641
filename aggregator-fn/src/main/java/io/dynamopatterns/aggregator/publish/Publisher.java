package io.dynamopatterns.aggregator.publish;

import io.dynamopatterns.aggregator.round.Round;
import io.dynamopatterns.aggregator.table.RoundItems;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.events.EventsNotPublishedException;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.common.invocation.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Tells the bus of the rounds that the stream shows closed. A record that comes again is told
 * again, with the same id; the mapping's filter lets through what closes a round and nothing else.
 */
public final class Publisher {
  private final RoundEvents events;
  private final EventPublisher publisher;

  public Publisher(RoundEvents events, EventPublisher publisher) {
    this.events = events;
    this.publisher = publisher;
  }

  /** Publishes one batch. */
  public StreamBatch<ItemChange> publish(StreamBatch<ItemChange> batch, Call call) {
    return batch.together(call, "published", changes -> publish(changes, batch, call));
  }

  /**
   * Publishes the rounds of a batch. An event that the bus refuses also as a pointer fails as well:
   * Lambda moves its record to the failure destination.
   */
  private void publish(
      List<Delivered<ItemChange>> changes, StreamBatch<ItemChange> batch, Call call) {
    List<Delivered<ItemChange>> sent = new ArrayList<>();
    List<FleetEvent> sending = new ArrayList<>();
    for (Delivered<ItemChange> change : changes) {
      try {
        sending.add(event(change.value(), call.deadline()));
        sent.add(change);
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

  private FleetEvent event(ItemChange change, Deadline deadline) {
    Round round = RoundItems.read(change.requireNewImage());
    if (round.isOpen()) {
      throw new IllegalArgumentException(
          "a record of an open round: the mapping's filter must let closed ones through only");
    }
    return events.of(round, deadline);
  }
}
