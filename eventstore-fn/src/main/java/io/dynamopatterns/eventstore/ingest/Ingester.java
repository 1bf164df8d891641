package io.dynamopatterns.eventstore.ingest;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.stream.RecordFailedException;
import io.dynamopatterns.common.stream.StreamBatch;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.Sequence;
import io.dynamopatterns.eventstore.table.EventTable;
import io.dynamopatterns.eventstore.table.ShardState;
import io.dynamopatterns.eventstore.table.ShardStates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores the batches of the stream. The store time of an event is the latest arrival in its shard
 * so far: Kinesis's arrival times may step back, store times never do.
 *
 * <p>Every attempt at a batch gives its events the same times, because the shard's state, from
 * which they follow, stands still from the claim until all is stored. So whatever is delivered
 * again, in whatever parts, is stored under the same keys.
 */
public final class Ingester {
  /** More than one other, the pump or the watermark's function, changes no state for long. */
  private static final int CLAIM_ATTEMPTS = 5;

  private final EventTable table;
  private final ShardStates states;
  private final EventWriter writer;

  public Ingester(EventTable table, ShardStates states, EventWriter writer) {
    this.table = table;
    this.states = states;
    this.writer = writer;
  }

  /** Stores one batch and says from where it must be delivered again, if it must. */
  public StreamsEventResponse ingest(KinesisEvent event, Deadline deadline, Telemetry telemetry) {
    StreamBatch<KinesisEventRecord> batch = StreamBatch.of(event, StreamedRecord::shard);
    batch.process(1, deadline, lane -> store(lane, deadline, telemetry));
    batch.forEachFailure(
        (message, cause) -> {
          telemetry.count("NotStored", 1);
          telemetry.error("event not stored", cause, "eventId", message.getEventID());
        });
    return batch.response();
  }

  /** Stores the records of one shard, in their order. */
  private void store(List<KinesisEventRecord> lane, Deadline deadline, Telemetry telemetry) {
    table.open();
    List<StreamedRecord> records = new ArrayList<>();
    RuntimeException malformed = null;
    for (KinesisEventRecord message : lane) {
      try {
        records.add(StreamedRecord.of(message));
      } catch (IllegalArgumentException e) {
        // What stands before it is stored; what follows waits until it is gone.
        malformed = new RecordFailedException(message, e);
        break;
      }
    }
    if (!records.isEmpty()) {
      storeRecords(records, deadline, telemetry);
    }
    if (malformed != null) {
      throw malformed;
    }
  }

  private void storeRecords(List<StreamedRecord> records, Deadline deadline, Telemetry telemetry) {
    String shard = records.getFirst().shard();
    for (int attempt = 1; ; attempt++) {
      VersionedItem<ShardState> held = states.active(shard, deadline);
      List<StreamedRecord> fresh = after(held.value().sequence(), records);
      telemetry.count("AlreadyStored", attempt == 1 ? records.size() - fresh.size() : 0);
      if (fresh.isEmpty()) {
        return;
      }
      Optional<VersionedItem<ShardState>> claimed =
          states.claim(held, fresh.getLast().sequence(), writer.isBuffered(), deadline);
      if (claimed.isPresent()) {
        storeClaimed(claimed.get(), fresh, deadline, telemetry);
        return;
      }
      if (attempt == CLAIM_ATTEMPTS) {
        throw new NotStoredException(
            "the state of %s was changed by others %d times".formatted(shard, attempt));
      }
    }
  }

  private void storeClaimed(
      VersionedItem<ShardState> claimed,
      List<StreamedRecord> records,
      Deadline deadline,
      Telemetry telemetry) {
    ShardState state = claimed.value();
    List<Event> events = new ArrayList<>();
    Instant time = state.time();
    int lifted = 0;
    for (StreamedRecord streamed : records) {
      lifted += streamed.arrival().isBefore(time) ? 1 : 0;
      time = Times.max(time, streamed.arrival());
      events.add(streamed.at(time));
    }
    long nextTurn = writer.write(events, state.turn(), deadline);
    String upTo = records.getLast().sequence();
    if (states.stored(claimed, upTo, time, nextTurn, deadline).isEmpty()) {
      throw new NotStoredException(
          "another run took over the batch of %s up to %s".formatted(state.shard(), upTo));
    }
    telemetry.count("Stored", events.size());
    // Stored later than they arrived: Kinesis's clock stepped back, or the watermark had passed.
    telemetry.count("Lifted", lifted);
  }

  private static List<StreamedRecord> after(String sequence, List<StreamedRecord> records) {
    List<StreamedRecord> fresh = new ArrayList<>();
    String last = sequence;
    for (StreamedRecord streamed : records) {
      if (Sequence.compare(streamed.sequence(), last) > 0) {
        fresh.add(streamed);
        last = streamed.sequence();
      }
    }
    return fresh;
  }
}
