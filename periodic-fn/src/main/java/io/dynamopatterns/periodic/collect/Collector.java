package io.dynamopatterns.periodic.collect;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.ingest.EventReader;
import io.dynamopatterns.common.ingest.IncomingEvent;
import io.dynamopatterns.common.ingest.RejectedEventException;
import io.dynamopatterns.common.stream.StreamBatch;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.periodic.collect.Placement.Placed;
import io.dynamopatterns.periodic.period.EventKey;
import io.dynamopatterns.periodic.period.Period;
import io.dynamopatterns.periodic.settings.PeriodicSettings;
import io.dynamopatterns.periodic.table.Events.NewEvent;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.RejectedRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects the events of a stream into the periods of their own times. A record that holds no event
 * is kept as rejected and blocks nothing; one that could not be stored is delivered again.
 */
public final class Collector {
  private final PeriodsTable table;
  private final PeriodicSettings settings;
  private final Clock clock;
  private final EventReader reader;
  private final Placement placement;

  public Collector(PeriodsTable table, PeriodicSettings settings, Clock clock) {
    this.table = table;
    this.settings = settings;
    this.clock = clock;
    this.reader = new EventReader(settings.pointers());
    this.placement = new Placement(table, settings);
  }

  /** An event, and the records that brought it: more than one when a producer sent it twice. */
  private record Arrived(NewEvent event, List<KinesisEventRecord> records) {}

  /** Collects one batch and says from where it must be delivered again, if it must. */
  public StreamsEventResponse collect(KinesisEvent input, Deadline deadline, Telemetry telemetry) {
    StreamBatch<KinesisEventRecord> batch = StreamBatch.of(input, KinesisEventRecord::getEventID);
    Map<Period, Map<String, Arrived>> periods = new TreeMap<>(Comparator.comparing(Period::start));
    Map<KinesisEventRecord, RejectedRecord> rejected = new LinkedHashMap<>();
    for (List<KinesisEventRecord> lane : batch.lanes()) {
      for (KinesisEventRecord message : lane) {
        try {
          add(message, periods);
        } catch (RejectedEventException e) {
          rejected.put(message, rejected(message, e.getMessage()));
        }
      }
    }
    periods.forEach(
        (period, arrived) ->
            place(period, List.copyOf(arrived.values()), batch, deadline, telemetry));
    keep(rejected, batch, deadline, telemetry);
    batch.forEachFailure((message, cause) -> reportFailure(message, cause, telemetry));
    return batch.response();
  }

  private void add(KinesisEventRecord message, Map<Period, Map<String, Arrived>> periods) {
    IncomingEvent event = reader.read(message.getKinesis().getData());
    EventKey key = new EventKey(event.group(), event.time(), event.id());
    Period period = Period.of(event.time(), settings.width());
    requireNotForgotten(period, arrival(message));
    periods
        .computeIfAbsent(period, any -> new LinkedHashMap<>())
        .computeIfAbsent(
            key.sortKey(),
            any ->
                new Arrived(
                    new NewEvent(key, event.json(), settings.retention().map(period.end()::plus)),
                    new ArrayList<>()))
        .records()
        .add(message);
  }

  /**
   * Once a period expires, nothing tells any more whether an event was in one of its digests. So an
   * event is taken only as long as all its deliveries come before that. Its time of arrival says
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
      Period period,
      List<Arrived> arrived,
      StreamBatch<KinesisEventRecord> batch,
      Deadline deadline,
      Telemetry telemetry) {
    List<Placed> placed =
        placement.place(period, arrived.stream().map(Arrived::event).toList(), deadline);
    for (int i = 0; i < placed.size(); i++) {
      Placed outcome = placed.get(i);
      List<KinesisEventRecord> records = arrived.get(i).records();
      if (outcome.failure().isPresent()) {
        records.forEach(message -> batch.fail(message, outcome.failure().get()));
      } else {
        telemetry.count(outcome.news() ? "Collected" : "AlreadyCollected", 1);
        telemetry.count("AlreadyCollected", records.size() - 1L);
        telemetry.count("Late", outcome.late() ? 1 : 0);
      }
    }
  }

  private void keep(
      Map<KinesisEventRecord, RejectedRecord> rejected,
      StreamBatch<KinesisEventRecord> batch,
      Deadline deadline,
      Telemetry telemetry) {
    List<KinesisEventRecord> messages = List.copyOf(rejected.keySet());
    List<InsertOutcome> outcomes =
        table.rejected().insert(List.copyOf(rejected.values()), settings.retention(), deadline);
    for (int i = 0; i < messages.size(); i++) {
      KinesisEventRecord message = messages.get(i);
      if (outcomes.get(i) instanceof InsertOutcome.Failed failed) {
        batch.fail(message, failed.cause());
      } else {
        telemetry.count("Rejected", 1);
        telemetry.warn(
            "record rejected: " + rejected.get(message).reason(), "eventId", message.getEventID());
      }
    }
  }

  private static RejectedRecord rejected(KinesisEventRecord message, String reason) {
    byte[] payload = new byte[message.getKinesis().getData().remaining()];
    message.getKinesis().getData().duplicate().get(payload);
    String eventId = message.getEventID();
    return new RejectedRecord(
        arrival(message),
        eventId.substring(0, Math.max(0, eventId.indexOf(':'))),
        message.getKinesis().getSequenceNumber(),
        reason,
        payload);
  }

  private static Instant arrival(KinesisEventRecord message) {
    return message.getKinesis().getApproximateArrivalTimestamp().toInstant();
  }

  private static void reportFailure(
      KinesisEventRecord message, Throwable cause, Telemetry telemetry) {
    telemetry.count("NotCollected", 1);
    telemetry.error("event not collected", cause, "eventId", message.getEventID());
  }
}
