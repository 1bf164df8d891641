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
  private final VersionedTable<StateEntry> table;

  __Name__(VersionedTable<StateEntry> table) {
    this.table = table;
  }

  /** Stores a batch. The events of one id stay in order; several ids are written at the same time. */
  StreamBatch<StateEvent> store(StreamBatch<StateEvent> batch, Call call) {
    return batch.by(StateEvent::id).run(call, "stored", lane -> store(lane, call));
  }

  private void store(Lane<StateEvent> lane, Call call) {
    StateEvent newest =
        lane.records().stream()
            .map(Delivered::value)
            .max(Comparator.comparing(StateEvent::at))
            .orElseThrow();
    WriteOutcome<StateEntry> outcome =
        table
            .within(call.deadline())
            .update(Key.of("id", newest.id()), current -> newest.onTopOf(current));
    // What was not stored is thrown: Lambda then delivers the records of this id again.
    outcome.orElseThrow();
    call.telemetry()
        .count(outcome instanceof WriteOutcome.Applied<StateEntry> ? "Stored" : "AlreadyStored", 1);
  }
}
