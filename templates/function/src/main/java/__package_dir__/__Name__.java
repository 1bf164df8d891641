package __package__;

import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.Lane;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import java.util.Comparator;

/**
 * Keeps the newest state of each id. Lambda delivers records at least once and may deliver an old
 * one again: an event that is not newer than the stored item changes nothing.
 */
class __Name__ {
  private final VersionedTable<Entry> table;

  __Name__(VersionedTable<Entry> table) {
    this.table = table;
  }

  /** Stores a batch. The events of one id stay in order; several ids are written at the same time. */
  StreamBatch<Event> store(StreamBatch<Event> batch, Call call) {
    return batch.by(Event::id).run(call, "stored", lane -> store(lane, call));
  }

  private void store(Lane<Event> lane, Call call) {
    Event newest =
        lane.records().stream()
            .map(Delivered::value)
            .max(Comparator.comparing(Event::at))
            .orElseThrow();
    WriteOutcome<Entry> outcome =
        table
            .within(call.deadline())
            .update(Key.of("id", newest.id()), current -> newest.onTopOf(current));
    // What was not stored is thrown: Lambda then delivers the records of this id again.
    outcome.orElseThrow();
    call.telemetry()
        .count(outcome instanceof WriteOutcome.Applied<Entry> ? "Stored" : "AlreadyStored", 1);
  }
}
