package io.dynamopatterns.aggregator.publish;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.round.Round;
import io.dynamopatterns.aggregator.table.RoundItems;
import io.dynamopatterns.aggregator.table.TableStream;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.common.events.EventsNotPublishedException;
import io.dynamopatterns.common.events.FleetEvent;
import io.dynamopatterns.common.stream.StreamBatch;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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

  /** Publishes one batch and says from where it must be delivered again, if it must. */
  public StreamsEventResponse publish(DynamodbEvent event, Deadline deadline, Telemetry telemetry) {
    StreamBatch<DynamodbStreamRecord> batch = StreamBatch.of(event);
    Map<FleetEvent, DynamodbStreamRecord> changes = new IdentityHashMap<>();
    List<FleetEvent> sending = new ArrayList<>();
    // A lane only makes its events: a request takes those of several.
    batch.process(
        1,
        deadline,
        lane -> {
          for (DynamodbStreamRecord change : lane) {
            FleetEvent closed = event(change, deadline);
            sending.add(closed);
            changes.put(closed, change);
          }
        });
    send(sending, changes, batch, deadline, telemetry);
    batch.forEachFailure((change, cause) -> report(change, cause, telemetry));
    telemetry.count("Published", changes.size());
    return batch.response();
  }

  private FleetEvent event(DynamodbStreamRecord change, Deadline deadline) {
    Round round = RoundItems.read(TableStream.newImage(change));
    if (round.isOpen()) {
      throw new IllegalArgumentException(
          "a record of an open round: the mapping's filter must let closed ones through only");
    }
    return events.of(round, deadline);
  }

  /**
   * Sends the events; what fails is removed from the map. An event that the bus refuses also as a
   * pointer fails as well: Lambda moves its record to the failure destination.
   */
  private void send(
      List<FleetEvent> sending,
      Map<FleetEvent, DynamodbStreamRecord> changes,
      StreamBatch<DynamodbStreamRecord> batch,
      Deadline deadline,
      Telemetry telemetry) {
    try {
      telemetry.count("SentAsPointer", publisher.publish(sending, deadline).size());
    } catch (EventsNotPublishedException e) {
      telemetry.count("Refused", e.refused().size());
      sending.stream().filter(e::concerns).forEach(event -> batch.fail(changes.remove(event), e));
    } catch (RuntimeException e) {
      sending.forEach(event -> batch.fail(changes.remove(event), e));
    }
  }

  private static void report(DynamodbStreamRecord change, Throwable cause, Telemetry telemetry) {
    telemetry.count("NotPublished", 1);
    telemetry.error("round not published", cause, "eventId", change.getEventID());
  }
}
