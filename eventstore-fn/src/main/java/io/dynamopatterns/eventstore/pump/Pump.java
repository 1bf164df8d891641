package io.dynamopatterns.eventstore.pump;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.ingest.EventWriter;
import io.dynamopatterns.eventstore.table.BufferTable;
import io.dynamopatterns.eventstore.table.EventTable;
import io.dynamopatterns.eventstore.table.PumpProgress;
import io.dynamopatterns.eventstore.table.PumpProgress.Pass;
import io.dynamopatterns.eventstore.table.ShardState;
import io.dynamopatterns.eventstore.table.ShardStates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves events from the buffer into the event table, in passes over the whole buffer. A pass that
 * runs out of time is kept and continued by the next run; at its end the shards' states say that
 * what was buffered before it began is visible.
 *
 * <p>An event is deleted from the buffer only once it is in the event table, so a run may die
 * anywhere and several may run at once: an event that two of them move is stored twice and read
 * once.
 */
public final class Pump {
  private static final int PAGE = 1000;

  private final EventTable table;
  private final ShardStates states;
  private final Optional<BufferTable> buffer;
  private final PumpProgress progress;
  private final EventWriter writer;
  private final Clock clock;

  /**
   * @param buffer the buffer, where there is one; this is made in every function
   * @param writer how events are stored in the event table
   */
  public Pump(
      EventTable table,
      ShardStates states,
      Optional<BufferTable> buffer,
      PumpProgress progress,
      EventWriter writer,
      Clock clock) {
    this.table = table;
    this.states = states;
    this.buffer = buffer;
    this.progress = progress;
    this.writer = writer;
    this.clock = clock;
  }

  /** Works until a pass is done or the time is used up. */
  public Map<String, Object> pump(
      Map<String, Object> request, Deadline deadline, Telemetry telemetry) {
    BufferTable from =
        buffer.orElseThrow(
            () ->
                new IllegalStateException(
                    "environment variable EVENTSTORE_BUFFER_TABLE is not set"));
    if (table.head().isEmpty()) {
      return Map.of("moved", 0, "done", true);
    }
    table.open(deadline);
    Optional<Pass> kept = progress.load();
    Instant startedAt = kept.map(Pass::startedAt).orElseGet(clock::instant);
    List<ShardState> before = kept.map(Pass::before).orElseGet(() -> buffered(deadline));
    Optional<String> next = kept.map(Pass::next);
    long moved = 0;
    // Packs go by turns, from a partition that is another with every run.
    long turn = clock.millis();
    boolean done = before.isEmpty() && kept.isEmpty();
    while (!done && !deadline.passed()) {
      try {
        BufferTable.Page page = from.scan(next, PAGE, deadline);
        turn = move(from, page.events(), turn, deadline);
        moved += page.events().size();
        next = page.next();
        done = next.isEmpty();
      } catch (RuntimeException e) {
        if (!deadline.passed()) {
          throw e;
        }
        // The time ran out within a page, as it mostly does: the next run takes it once more.
      }
    }
    telemetry.count("Pumped", moved);
    telemetry.seconds("PassSeconds", Duration.between(startedAt, clock.instant()));
    if (done) {
      before.forEach(state -> states.pumped(state, deadline));
      kept.ifPresent(pass -> progress.clear());
    } else if (next.isPresent()) {
      progress.save(new Pass(startedAt, before, next.get()));
    }
    return Map.of("moved", moved, "done", done);
  }

  /** The shards that may have events in the buffer. */
  private List<ShardState> buffered(Deadline deadline) {
    return states.watermark(deadline).shards().stream()
        .filter(state -> state.bufferedFrom().isPresent())
        .toList();
  }

  private long move(BufferTable from, List<Event> events, long turn, Deadline deadline) {
    List<Event> inOrder = events.stream().sorted(Comparator.comparing(Event::key)).toList();
    long nextTurn = writer.write(inOrder, turn, deadline);
    from.delete(events, deadline);
    return nextTurn;
  }
}
