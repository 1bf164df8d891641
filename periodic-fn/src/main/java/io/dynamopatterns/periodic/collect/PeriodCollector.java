package io.dynamopatterns.periodic.collect;

import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.ingest.EventReader;
import io.dynamopatterns.common.ingest.IncomingEvent;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.periodic.collect.Placement.Placed;
import io.dynamopatterns.periodic.period.BucketEventKey;
import io.dynamopatterns.periodic.period.Period;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import io.dynamopatterns.periodic.table.Events.NewEvent;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.RejectedRecord;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects the events of a stream into the periods of the events' own times. A record that holds no
 * event is kept as rejected and blocks nothing; one that could not be stored is delivered again.
 */
public final class PeriodCollector {
  private final PeriodsTable table;
  private final PeriodicSettings settings;
  private final Clock clock;
  private final EventReader reader;
  private final Placement placement;

  public PeriodCollector(PeriodsTable table, PeriodicSettings settings, Clock clock) {
    this.table = table;
    this.settings = settings;
    this.clock = clock;
    this.reader = new EventReader(settings.pointers());
    this.placement = new Placement(table, settings);
  }

  /** An event, and the records that brought it: more than one when a producer sent it twice. */
  private record Arrived(NewEvent event, List<Delivered<ByteBuffer>> records) {}

  /** A record without an event that can be taken, as it is kept. */
  private record Refused(Delivered<ByteBuffer> delivered, RejectedRecord kept) {}

  /** Collects one batch. */
  public StreamBatch<ByteBuffer> collect(StreamBatch<ByteBuffer> batch, Call call) {
    return batch.together(call, "collected", records -> collect(records, batch, call));
  }

  private void collect(
      List<Delivered<ByteBuffer>> records, StreamBatch<ByteBuffer> batch, Call call) {
    Map<Period, Map<String, Arrived>> periods = new TreeMap<>(Comparator.comparing(Period::start));
    List<Refused> refused = new ArrayList<>();
    for (Delivered<ByteBuffer> delivered : records) {
      try {
        add(delivered, periods);
      } catch (RejectedEventException e) {
        refused.add(new Refused(delivered, rejected(delivered, e.getMessage())));
      }
    }
    periods.forEach((period, arrived) -> place(period, List.copyOf(arrived.values()), batch, call));
    keep(refused, batch, call);
  }

  private void add(Delivered<ByteBuffer> delivered, Map<Period, Map<String, Arrived>> periods) {
    IncomingEvent event = reader.read(delivered.value());
    BucketEventKey key = new BucketEventKey(event.group(), event.time(), event.id());
    Period period = Period.of(event.time(), settings.width());
    requireNotForgotten(period, delivered.arrival());
    periods
        .computeIfAbsent(period, any -> new LinkedHashMap<>())
        .computeIfAbsent(
            key.sortKey(),
            any ->
                new Arrived(
                    new NewEvent(key, event.json(), settings.retention().map(period.end()::plus)),
                    new ArrayList<>()))
        .records()
        .add(delivered);
  }

  /**
   * Once a period expires, no record shows any more whether an event was in one of its digests. So
   * an event is taken only as long as all its deliveries come before that. Its time of arrival says
   * the same at each of them.
   */
  private void requireNotForgotten(Period period, Instant arrival) {
    settings
        .retention()
        .map(period.end()::plus)
        .filter(
            expiry ->
                !arrival.isBefore(expiry.minus(PeriodicSettings.REDELIVERY))
                    || !clock.instant().isBefore(expiry))
        .ifPresent(
            expiry -> {
              throw new RejectedEventException(
                  "the event is too late: its period %s is kept until %s, and it must come %d days before"
                      .formatted(period.name(), expiry, PeriodicSettings.REDELIVERY.toDays()));
            });
  }

  private void place(
      Period period, List<Arrived> arrived, StreamBatch<ByteBuffer> batch, Call call) {
    List<Placed> placed =
        placement.place(period, arrived.stream().map(Arrived::event).toList(), call.deadline());
    for (int i = 0; i < placed.size(); i++) {
      Placed outcome = placed.get(i);
      List<Delivered<ByteBuffer>> records = arrived.get(i).records();
      if (outcome.failure().isPresent()) {
        records.forEach(each -> batch.fail(each, outcome.failure().get()));
      } else {
        call.telemetry().count(outcome.news() ? "Collected" : "AlreadyCollected", 1);
        call.telemetry().count("AlreadyCollected", records.size() - 1L);
        call.telemetry().count("Late", outcome.late() ? 1 : 0);
      }
    }
  }

  private void keep(List<Refused> refused, StreamBatch<ByteBuffer> batch, Call call) {
    List<InsertOutcome> outcomes =
        table
            .rejected()
            .insert(
                refused.stream().map(Refused::kept).toList(),
                settings.retention(),
                call.deadline());
    for (int i = 0; i < refused.size(); i++) {
      Delivered<ByteBuffer> delivered = refused.get(i).delivered();
      if (outcomes.get(i) instanceof InsertOutcome.Failed failed) {
        batch.fail(delivered, failed.cause());
      } else {
        call.telemetry().count("Rejected", 1);
        call.telemetry()
            .warn("record rejected: " + refused.get(i).kept().reason(), delivered.logFields());
      }
    }
  }

  private static RejectedRecord rejected(Delivered<ByteBuffer> delivered, String reason) {
    return new RejectedRecord(
        delivered.arrival(),
        delivered.shard(),
        delivered.sequenceNumber(),
        reason,
        StreamBatch.bytes(delivered.value()));
  }
}
