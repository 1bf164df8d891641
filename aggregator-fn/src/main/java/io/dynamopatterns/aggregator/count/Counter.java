package io.dynamopatterns.aggregator.count;

import io.dynamopatterns.aggregator.round.StreamedEvent;
import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.aggregator.table.AggregatedEventItems;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.aggregator.table.RejectedInput;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.delivery.Lane;
import io.dynamopatterns.common.delivery.RecordFailedException;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.item.ItemParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Counts the events that the table's own stream delivers, however they came into the table. The
 * events of a group are a lane: all that a batch has of them become one update of its round. An
 * item that is not an event is kept as rejected, and is not delivered again.
 */
public final class Counter {
  private final AggregatesTable table;
  private final GroupCounter groups;
  private final boolean readsWholeEvents;

  /**
   * @param readsWholeEvents whether the rule looks at what events say, those in parts included
   */
  public Counter(AggregatesTable table, GroupCounter groups, boolean readsWholeEvents) {
    this.table = table;
    this.groups = groups;
    this.readsWholeEvents = readsWholeEvents;
  }

  /** Counts one batch. */
  public StreamBatch<ItemChange> count(StreamBatch<ItemChange> batch, Call call) {
    return batch.by(AggregatesTable::group).run(call, "counted", lane -> count(lane, call));
  }

  private void count(Lane<ItemChange> lane, Call call) {
    List<StreamedEvent> events = new ArrayList<>();
    for (Delivered<ItemChange> change : lane.records()) {
      if (isNewEvent(change.value())) {
        Map<String, AttributeValue> item = change.value().requireNewImage();
        try {
          events.add(
              new StreamedEvent(
                  read(item, call.deadline()),
                  change.shard(),
                  change.sequenceNumber(),
                  change.arrival()));
        } catch (RejectedEventException e) {
          reject(lane.key(), change, e.getMessage(), call);
        }
      }
    }
    Optional<StreamedEvent> doubtful =
        groups.count(lane.key(), events, call.deadline(), call.telemetry());
    if (doubtful.isPresent()) {
      call.telemetry().count("Doubtful", 1);
      // Lambda moves it to the failure destination; it is never skipped.
      throw new RecordFailedException(
          record(lane, doubtful.get()),
          new IllegalStateException(
              "it is unknown whether the event was counted: sequence number %s is before what was counted of its group, and its time after it"
                  .formatted(doubtful.get().sequenceNumber())));
    }
  }

  private static Delivered<ItemChange> record(Lane<ItemChange> lane, StreamedEvent event) {
    return lane.records().stream()
        .filter(change -> change.sequenceNumber().equals(event.sequenceNumber()))
        .findFirst()
        .orElseThrow();
  }

  /** Of an event that has expired the parts may be deleted: it is counted without them. */
  private AggregatedEvent read(Map<String, AttributeValue> item, Deadline deadline) {
    AggregatedEvent event = AggregatedEventItems.read(item);
    return readsWholeEvents && ItemParts.hasParts(item) && table.isLive(item)
        ? event.withJson(table.json(item, deadline))
        : event;
  }

  /**
   * The mapping's filter lets nothing else through. It is checked again, because what this function
   * itself writes must never invoke it.
   */
  private static boolean isNewEvent(ItemChange change) {
    return change.kind() == ItemChange.Kind.INSERT
        && AggregatedEventItems.isEventKey(change.keys())
        && !AggregatedEventItems.isPart(change.requireNewImage());
  }

  private void reject(String group, Delivered<ItemChange> change, String reason, Call call) {
    call.telemetry().warn("item rejected: " + reason, change.logFields());
    RejectedInput rejected =
        new RejectedInput(
            RejectedInput.TABLE,
            group,
            change.sequenceNumber(),
            change.arrival(),
            reason,
            ItemJson.writeBytes(change.value().requireNewImage()));
    switch (table.insert(List.of(table.items(rejected)), call.deadline()).getFirst()) {
      case InsertOutcome.Inserted inserted -> call.telemetry().count("Rejected", 1);
      case InsertOutcome.AlreadyThere already -> call.telemetry().count("AlreadyRejected", 1);
      case InsertOutcome.Failed failed -> throw failed.cause();
    }
  }
}
