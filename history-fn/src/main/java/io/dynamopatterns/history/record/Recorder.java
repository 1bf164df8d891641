package io.dynamopatterns.history.record;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.batch.InsertResult;
import io.dynamopatterns.common.batch.NotInsertedException;
import io.dynamopatterns.common.stream.StreamBatch;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends the changes of a batch to the history. A record that is malformed or cannot be stored
 * fails, and is delivered again with what follows it; what was stored already is found stored.
 */
public final class Recorder {
  private final HistoryTable table;
  private final Changes changes;

  public Recorder(HistoryTable table, HistorySettings settings) {
    this.table = table;
    this.changes = new Changes(settings);
  }

  /** Records one batch and says from where it must be delivered again, if it must. */
  public StreamsEventResponse record(DynamodbEvent event, Deadline deadline, Telemetry telemetry) {
    StreamBatch<DynamodbStreamRecord> batch = StreamBatch.of(event);
    List<DynamodbStreamRecord> wellFormed = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (List<DynamodbStreamRecord> lane : batch.lanes()) {
      decode(lane, batch, wellFormed, entries);
    }
    entries.forEach(entry -> reportBadVersion(entry, telemetry));
    InsertResult appended = table.append(entries, deadline);
    telemetry.count("Retried", appended.resent());
    List<InsertOutcome> outcomes = appended.outcomes();
    for (int i = 0; i < outcomes.size(); i++) {
      switch (outcomes.get(i)) {
        case InsertOutcome.Inserted inserted -> telemetry.count("Recorded", 1);
        case InsertOutcome.AlreadyThere already -> telemetry.count("AlreadyRecorded", 1);
        case InsertOutcome.Failed failed -> batch.fail(wellFormed.get(i), failed.cause());
      }
    }
    batch.forEachFailure((change, cause) -> reportFailure(change, cause, telemetry));
    return batch.response();
  }

  /** Decodes a lane up to its first malformed record: what follows waits until that one is gone. */
  private void decode(
      List<DynamodbStreamRecord> lane,
      StreamBatch<DynamodbStreamRecord> batch,
      List<DynamodbStreamRecord> wellFormed,
      List<Entry> entries) {
    for (DynamodbStreamRecord change : lane) {
      try {
        entries.add(changes.entry(change));
        wellFormed.add(change);
      } catch (MalformedChangeException e) {
        batch.fail(change, e);
        return;
      }
    }
  }

  private static void reportBadVersion(Entry entry, Telemetry telemetry) {
    if (entry.version().isBad()) {
      telemetry.count("BadVersions", 1);
      telemetry.warn(
          "recorded without a version: " + entry.version().problem(),
          "item",
          entry.item(),
          "position",
          entry.position());
    }
  }

  private static void reportFailure(
      DynamodbStreamRecord change, Throwable cause, Telemetry telemetry) {
    boolean malformed = !(cause instanceof NotInsertedException);
    telemetry.count(malformed ? "Rejected" : "NotRecorded", 1);
    telemetry.error(
        malformed ? "change rejected" : "change not recorded",
        cause,
        "stream",
        change.getEventSourceARN(),
        "eventId",
        change.getEventID(),
        "sequenceNumber",
        change.getDynamodb() == null ? null : change.getDynamodb().getSequenceNumber());
  }
}
