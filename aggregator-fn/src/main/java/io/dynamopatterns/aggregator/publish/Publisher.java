package io.dynamopatterns.aggregator.publish;

import io.dynamopatterns.aggregator.round.Round;
import io.dynamopatterns.aggregator.table.RoundItems;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.events.ChangePublisher;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.common.invocation.Call;
import java.util.Optional;

/**
 * Publishes the rounds that the stream shows closed. The mapping's filter lets through what closes
 * a round and nothing else.
 */
public final class Publisher {
  private final RoundEvents events;
  private final ChangePublisher publisher;

  public Publisher(RoundEvents events, EventPublisher publisher) {
    this.events = events;
    this.publisher = new ChangePublisher(publisher);
  }

  /** Publishes one batch. */
  public StreamBatch<ItemChange> publish(StreamBatch<ItemChange> batch, Call call) {
    return publisher.publish(batch, call, change -> Optional.of(event(change, call.deadline())));
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
