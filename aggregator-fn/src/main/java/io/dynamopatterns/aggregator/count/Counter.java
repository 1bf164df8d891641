package io.dynamopatterns.aggregator.count;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.round.StreamedEvent;
import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.aggregator.table.EventItems;
import io.dynamopatterns.aggregator.table.MalformedEventException;
import io.dynamopatterns.aggregator.table.RejectedRecord;
import io.dynamopatterns.aggregator.table.TableStream;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.stream.RecordFailedException;
import io.dynamopatterns.common.stream.StreamBatch;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Counts the events that the table's own stream tells of, however they came into the table. The
 * events of a group are a lane: all that a batch has of them become one update of its round. An
 * item that is no event is kept as rejected, and is not delivered again.
 */
public final class Counter {
  /** Calls to DynamoDB wait rather than compute, so more of them than cores may be under way. */
  private static final int PARALLELISM = 8;

  private static final String INSERT = "INSERT";

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

  /** Counts one batch and says from where it must be delivered again, if it must. */
  public StreamsEventResponse count(DynamodbEvent event, Deadline deadline, Telemetry telemetry) {
    StreamBatch<DynamodbStreamRecord> batch = StreamBatch.of(event, TableStream::group);
    batch.process(PARALLELISM, deadline, lane -> count(lane, deadline, telemetry));
    batch.forEachFailure((change, cause) -> report(change, cause, telemetry));
    return batch.response();
  }

  private void count(List<DynamodbStreamRecord> lane, Deadline deadline, Telemetry telemetry) {
    Map<StreamedEvent, DynamodbStreamRecord> changes = new IdentityHashMap<>();
    List<StreamedEvent> events = new ArrayList<>();
    for (DynamodbStreamRecord change : lane) {
      if (isNewEvent(change)) {
        Map<String, AttributeValue> item = TableStream.newImage(change);
        try {
          StreamedEvent event =
              new StreamedEvent(
                  read(item, deadline),
                  TableStream.stream(change),
                  TableStream.sequenceNumber(change),
                  TableStream.time(change));
          events.add(event);
          changes.put(event, change);
        } catch (MalformedEventException e) {
          reject(change, item, e.getMessage(), deadline, telemetry);
        }
      }
    }
    Optional<StreamedEvent> doubtful =
        groups.count(TableStream.group(lane.getFirst()), events, deadline, telemetry);
    doubtful.ifPresent(
        event -> {
          throw new RecordFailedException(changes.get(event), new DoubtfulEventException(event));
        });
  }

  /** Of an event that has expired the parts may be deleted: it is counted without them. */
  private AggregatedEvent read(Map<String, AttributeValue> item, Deadline deadline) {
    AggregatedEvent event = EventItems.read(item);
    return readsWholeEvents && ItemParts.hasParts(item) && table.isLive(item)
        ? event.withJson(table.json(item, deadline))
        : event;
  }

  /**
   * The mapping's filter lets nothing else through. It is looked at again, because what this
   * function itself writes must never set it off.
   */
  private static boolean isNewEvent(DynamodbStreamRecord change) {
    return INSERT.equals(change.getEventName())
        && EventItems.isEventKey(TableStream.keys(change))
        && !EventItems.isPart(TableStream.newImage(change));
  }

  private void reject(
      DynamodbStreamRecord change,
      Map<String, AttributeValue> item,
      String reason,
      Deadline deadline,
      Telemetry telemetry) {
    telemetry.warn("item rejected: " + reason, "eventId", change.getEventID());
    RejectedRecord rejected =
        new RejectedRecord(
            RejectedRecord.TABLE,
            TableStream.group(change),
            TableStream.sequenceNumber(change),
            TableStream.time(change),
            reason,
            ItemJson.writeBytes(item));
    switch (table.insert(List.of(table.items(rejected)), deadline).getFirst()) {
      case InsertOutcome.Inserted inserted -> telemetry.count("Rejected", 1);
      case InsertOutcome.AlreadyThere already -> telemetry.count("AlreadyRejected", 1);
      case InsertOutcome.Failed failed -> throw failed.cause();
    }
  }

  private static void report(DynamodbStreamRecord change, Throwable cause, Telemetry telemetry) {
    boolean doubtful = cause.getCause() instanceof DoubtfulEventException;
    telemetry.count(doubtful ? "Doubtful" : "NotCounted", 1);
    telemetry.error("events not counted", cause, "eventId", change.getEventID());
  }
}
