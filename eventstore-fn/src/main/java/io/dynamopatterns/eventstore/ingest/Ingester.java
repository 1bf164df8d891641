package io.dynamopatterns.eventstore.ingest;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.EventKey;
import io.dynamopatterns.eventstore.event.Sequence;
import io.dynamopatterns.eventstore.table.EventTable;
import io.dynamopatterns.eventstore.table.ShardState;
import io.dynamopatterns.eventstore.table.ShardStates;
import java.nio.ByteBuffer;
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

  /** Stores one batch. */
  public StreamBatch<byte[]> ingest(StreamBatch<ByteBuffer> batch, Call call) {
    return batch
        .map(Ingester::data)
        .byShard()
        .parallel(1)
        .run(call, "stored", lane -> store(lane.records(), call.deadline(), call.telemetry()));
  }

  /**
   * What comes before a record that has none is stored; what comes after waits until it is gone.
   */
  private static byte[] data(Delivered<ByteBuffer> delivered) {
    Sequence.require(delivered.sequenceNumber());
    return StreamBatch.bytes(delivered.value());
  }

  /** Stores the records of one shard, in their order. */
  private void store(List<Delivered<byte[]>> records, Deadline deadline, Telemetry telemetry) {
    table.open(deadline);
    String shard = records.getFirst().shard();
    for (int attempt = 1; ; attempt++) {
      VersionedItem<ShardState> held = states.active(shard, deadline);
      List<Delivered<byte[]>> fresh = after(held.value().sequence(), records);
      telemetry.count("AlreadyStored", attempt == 1 ? records.size() - fresh.size() : 0);
      if (fresh.isEmpty()) {
        return;
      }
      Optional<VersionedItem<ShardState>> claimed =
          states.claim(held, fresh.getLast().sequenceNumber(), writer.isBuffered(), deadline);
      if (claimed.isPresent()) {
        storeClaimed(claimed.get(), fresh, deadline, telemetry);
        return;
      }
      if (attempt == CLAIM_ATTEMPTS) {
        throw new NotDoneException(
            "the state of %s was changed by others %d times".formatted(shard, attempt));
      }
    }
  }

  private void storeClaimed(
      VersionedItem<ShardState> claimed,
      List<Delivered<byte[]>> records,
      Deadline deadline,
      Telemetry telemetry) {
    ShardState state = claimed.value();
    List<Event> events = new ArrayList<>();
    Instant time = state.time();
    int lifted = 0;
    for (Delivered<byte[]> streamed : records) {
      lifted += streamed.arrival().isBefore(time) ? 1 : 0;
      time = Times.max(time, streamed.arrival());
      events.add(event(streamed, time));
    }
    long nextTurn = writer.write(events, state.turn(), deadline);
    String upTo = records.getLast().sequenceNumber();
    if (states.stored(claimed, upTo, time, nextTurn, deadline).isEmpty()) {
      throw new NotDoneException(
          "another run took over the batch of %s up to %s".formatted(state.shard(), upTo));
    }
    telemetry.count("Stored", events.size());
    // Stored later than they arrived: Kinesis's clock stepped back, or the watermark had passed.
    telemetry.count("Lifted", lifted);
  }

  private static Event event(Delivered<byte[]> streamed, Instant time) {
    return new Event(
        EventKey.of(time, streamed.shard(), streamed.sequenceNumber()),
        streamed.arrival(),
        streamed.key(),
        streamed.value());
  }

  private static List<Delivered<byte[]>> after(String sequence, List<Delivered<byte[]>> records) {
    List<Delivered<byte[]>> fresh = new ArrayList<>();
    String last = sequence;
    for (Delivered<byte[]> streamed : records) {
      if (Sequence.compare(streamed.sequenceNumber(), last) > 0) {
        fresh.add(streamed);
        last = streamed.sequenceNumber();
      }
    }
    return fresh;
  }
}
