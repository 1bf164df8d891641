package io.dynamopatterns.history.record;

import io.dynamopatterns.common.batch.InsertOutcome;
import io.dynamopatterns.common.batch.InsertResult;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.settings.HistorySettings;
import io.dynamopatterns.history.table.HistoryTable;
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

  /** Records one batch. */
  public StreamBatch<Entry> record(StreamBatch<ItemChange> changesOfBatch, Call call) {
    StreamBatch<Entry> batch = changesOfBatch.map(changes::entry);
    return batch.together(call, "recorded", records -> append(records, batch, call));
  }

  private void append(List<Delivered<Entry>> records, StreamBatch<Entry> batch, Call call) {
    Telemetry telemetry = call.telemetry();
    List<Entry> entries = records.stream().map(Delivered::value).toList();
    entries.forEach(entry -> reportBadVersion(entry, telemetry));
    InsertResult appended = table.append(entries, call.deadline());
    telemetry.count("Retried", appended.resent());
    List<InsertOutcome> outcomes = appended.outcomes();
    for (int i = 0; i < outcomes.size(); i++) {
      switch (outcomes.get(i)) {
        case InsertOutcome.Inserted inserted -> telemetry.count("Recorded", 1);
        case InsertOutcome.AlreadyThere already -> telemetry.count("AlreadyRecorded", 1);
        case InsertOutcome.Failed failed -> batch.fail(records.get(i), failed.cause());
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
}
