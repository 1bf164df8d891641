package io.dynamopatterns.aggregator.collect;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.aggregator.table.RejectedRecord;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.ingest.EventReader;
import io.dynamopatterns.common.ingest.IncomingEvent;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.stream.StreamBatch;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stores the events of Kinesis streams, each once: a duplicate finds its item there. They are
 * counted by what the table's own stream tells, so nothing is counted here. A record that is no
 * event is kept as rejected, and is not delivered again.
 */
public final class Collector {
  /** Inserts know no order, so all records of a batch are one lane. */
  private static final String LANE = "batch";

  private final AggregatesTable table;
  private final EventReader reader;
  private final Map<String, String> sourceNames;

  public Collector(AggregatesTable table, AggregatorSettings settings) {
    this.table = table;
    this.reader = new EventReader(settings.pointers());
    this.sourceNames = settings.sourceNames();
  }

  /** Stores one batch and says from where it must be delivered again, if it must. */
  public StreamsEventResponse collect(KinesisEvent event, Deadline deadline, Telemetry telemetry) {
    StreamBatch<KinesisEventRecord> batch = StreamBatch.of(event, message -> LANE);
    Map<Map<String, AttributeValue>, Inserting> inserting = new LinkedHashMap<>();
    for (List<KinesisEventRecord> lane : batch.lanes()) {
      for (KinesisEventRecord message : lane) {
        prepare(message, batch, inserting, telemetry);
      }
    }
    List<Inserting> things = List.copyOf(inserting.values());
    List<InsertOutcome> outcomes = insert(things, deadline);
    for (int i = 0; i < things.size(); i++) {
      Inserting thing = things.get(i);
      switch (outcomes.get(i)) {
        case InsertOutcome.Inserted inserted ->
            telemetry.count(thing.isRejected() ? "Rejected" : "Collected", 1);
        case InsertOutcome.AlreadyThere already -> telemetry.count("Duplicates", 1);
        case InsertOutcome.Failed failed ->
            thing.messages().forEach(message -> batch.fail(message, failed.cause()));
      }
    }
    batch.forEachFailure((message, cause) -> report(message, cause, telemetry));
    return batch.response();
  }

  /** Inserts things; one that finds an expired item in its place takes it. */
  private List<InsertOutcome> insert(List<Inserting> things, Deadline deadline) {
    List<List<Map<String, AttributeValue>>> items = things.stream().map(Inserting::items).toList();
    List<InsertOutcome> outcomes = new ArrayList<>(table.insert(items, deadline));
    List<Integer> already =
        IntStream.range(0, items.size())
            .filter(i -> outcomes.get(i) instanceof InsertOutcome.AlreadyThere)
            .boxed()
            .toList();
    try {
      List<List<Map<String, AttributeValue>>> expired =
          table.deleteExpired(already.stream().map(items::get).toList(), deadline);
      List<InsertOutcome> again = table.insert(expired, deadline);
      for (int i = 0; i < expired.size(); i++) {
        outcomes.set(items.indexOf(expired.get(i)), again.get(i));
      }
    } catch (RuntimeException e) {
      already.forEach(i -> outcomes.set(i, new InsertOutcome.Failed(e)));
    }
    return outcomes;
  }

  /** What is inserted for one or, where a batch has duplicates, several records. */
  private record Inserting(
      List<Map<String, AttributeValue>> items,
      boolean isRejected,
      List<KinesisEventRecord> messages) {}

  private void prepare(
      KinesisEventRecord message,
      StreamBatch<KinesisEventRecord> batch,
      Map<Map<String, AttributeValue>, Inserting> inserting,
      Telemetry telemetry) {
    boolean isRejected = false;
    List<Map<String, AttributeValue>> items;
    try {
      items = items(message);
    } catch (RejectedEventException e) {
      telemetry.warn("record rejected: " + e.getMessage(), "eventId", message.getEventID());
      items = table.items(rejected(message, e.getMessage()));
      isRejected = true;
    } catch (RuntimeException e) {
      batch.fail(message, e);
      return;
    }
    Inserting thing = new Inserting(items, isRejected, new ArrayList<>());
    Inserting first = inserting.putIfAbsent(AggregatesTable.key(items.getLast()), thing);
    if (first == null) {
      thing.messages().add(message);
    } else {
      first.messages().add(message);
      telemetry.count("Duplicates", 1);
    }
  }

  private List<Map<String, AttributeValue>> items(KinesisEventRecord message) {
    IncomingEvent incoming = reader.read(message.getKinesis().getData());
    String source = incoming.source().orElseGet(() -> sourceName(message));
    return table.items(
        new AggregatedEvent(
            incoming.group(), incoming.id(), source, incoming.time(), Optional.of(incoming.json())),
        arrival(message));
  }

  /** A fault of the set-up, not of the record: it is delivered again and in the end set aside. */
  private String sourceName(KinesisEventRecord message) {
    String name = sourceNames.get(message.getEventSourceARN());
    if (name == null) {
      throw new IllegalStateException(
          "AGGREGATOR_SOURCES names no source for the stream " + message.getEventSourceARN());
    }
    return name;
  }

  private RejectedRecord rejected(KinesisEventRecord message, String reason) {
    ByteBuffer data = message.getKinesis().getData().duplicate();
    byte[] payload = new byte[data.remaining()];
    data.get(payload);
    String arn = String.valueOf(message.getEventSourceARN());
    String eventId = String.valueOf(message.getEventID());
    return new RejectedRecord(
        sourceNames.getOrDefault(arn, arn),
        eventId.substring(0, Math.max(0, eventId.indexOf(':'))),
        message.getKinesis().getSequenceNumber(),
        arrival(message),
        reason,
        payload);
  }

  private static Instant arrival(KinesisEventRecord message) {
    return message.getKinesis().getApproximateArrivalTimestamp().toInstant();
  }

  private static void report(KinesisEventRecord message, Throwable cause, Telemetry telemetry) {
    telemetry.count("NotCollected", 1);
    telemetry.error("record not collected", cause, "eventId", message.getEventID());
  }
}
