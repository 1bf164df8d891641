package io.dynamopatterns.aggregator.collect;

import io.dynamopatterns.aggregator.rule.AggregatedEvent;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.aggregator.table.AggregatesTable;
import io.dynamopatterns.aggregator.table.RejectedInput;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.ingest.EventReader;
import io.dynamopatterns.common.ingest.IncomingEvent;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Stores the events of Kinesis streams, each once: a duplicate finds its item there. They are
 * counted from the table's own stream, so nothing is counted here. A record that is not an event is
 * kept as rejected, and is not delivered again.
 */
public final class GroupCollector {
  private final AggregatesTable table;
  private final EventReader reader;
  private final Map<String, String> sourceNames;

  public GroupCollector(AggregatesTable table, AggregatorSettings settings) {
    this.table = table;
    this.reader = new EventReader(settings.pointers());
    this.sourceNames = settings.sourceNames();
  }

  /** Stores one batch. */
  public StreamBatch<ByteBuffer> collect(StreamBatch<ByteBuffer> batch, Call call) {
    return batch.together(call, "collected", records -> collect(records, batch, call));
  }

  private void collect(
      List<Delivered<ByteBuffer>> records, StreamBatch<ByteBuffer> batch, Call call) {
    Telemetry telemetry = call.telemetry();
    Map<Map<String, AttributeValue>, Inserting> inserting = new LinkedHashMap<>();
    records.forEach(each -> prepare(each, batch, inserting, telemetry));
    List<Inserting> things = List.copyOf(inserting.values());
    List<InsertOutcome> outcomes = insert(things, call.deadline());
    for (int i = 0; i < things.size(); i++) {
      Inserting thing = things.get(i);
      switch (outcomes.get(i)) {
        case InsertOutcome.Inserted inserted ->
            telemetry.count(thing.isRejected() ? "Rejected" : "Collected", 1);
        case InsertOutcome.AlreadyThere already -> telemetry.count("Duplicates", 1);
        case InsertOutcome.Failed failed ->
            thing.records().forEach(each -> batch.fail(each, failed.cause()));
      }
    }
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
      List<Delivered<ByteBuffer>> records) {}

  private void prepare(
      Delivered<ByteBuffer> delivered,
      StreamBatch<ByteBuffer> batch,
      Map<Map<String, AttributeValue>, Inserting> inserting,
      Telemetry telemetry) {
    boolean isRejected = false;
    List<Map<String, AttributeValue>> items;
    try {
      items = items(delivered);
    } catch (RejectedEventException e) {
      telemetry.warn("record rejected: " + e.getMessage(), delivered.logFields());
      items = table.items(rejected(delivered, e.getMessage()));
      isRejected = true;
    } catch (RuntimeException e) {
      batch.fail(delivered, e);
      return;
    }
    Inserting thing = new Inserting(items, isRejected, new ArrayList<>());
    Inserting first = inserting.putIfAbsent(AggregatesTable.key(items.getLast()), thing);
    if (first == null) {
      thing.records().add(delivered);
    } else {
      first.records().add(delivered);
      telemetry.count("Duplicates", 1);
    }
  }

  private List<Map<String, AttributeValue>> items(Delivered<ByteBuffer> delivered) {
    IncomingEvent incoming = reader.read(delivered.value());
    String source = incoming.source().orElseGet(() -> sourceName(delivered.source()));
    return table.items(
        new AggregatedEvent(
            incoming.group(), incoming.id(), source, incoming.time(), Optional.of(incoming.json())),
        delivered.arrival());
  }

  /** A fault of the set-up, not of the record: the record fails until the variable is right. */
  private String sourceName(String stream) {
    String name = sourceNames.get(stream);
    if (name == null) {
      throw new IllegalStateException(
          "AGGREGATOR_SOURCES names no source for the stream " + stream);
    }
    return name;
  }

  private RejectedInput rejected(Delivered<ByteBuffer> delivered, String reason) {
    return new RejectedInput(
        sourceNames.getOrDefault(delivered.source(), delivered.source()),
        delivered.shard(),
        delivered.sequenceNumber(),
        delivered.arrival(),
        reason,
        StreamBatch.bytes(delivered.value()));
  }
}
