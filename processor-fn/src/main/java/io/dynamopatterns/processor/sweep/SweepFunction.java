package io.dynamopatterns.processor.sweep;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Leases;
import io.dynamopatterns.common.request.Answer;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.processor.table.ListedWork;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.work.Lifecycle;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sweep: on a schedule it finds, by the index, work that nothing else would wake, and writes it
 * so that the stream does.
 *
 * <ul>
 *   <li>Running work whose lease is over continues, or has failed if that happened too often.
 *   <li>Work that waits after a failure continues when its time has come.
 *   <li>Ready work that no run has claimed for long is written once more, so that the stream has it
 *       again: its record went to the failure destination, or was older than the stream.
 * </ul>
 *
 * <p>Two sweeps at once, or one that fires twice, do no harm: each write is of the version that was
 * looked at. It goes by the machine's clock, as leases do, and not by the time of its schedule.
 */
public final class SweepFunction {
  private static final int PAGE = 100;

  private final WorkTable table;
  private final Lifecycle lifecycle;

  public SweepFunction(WorkTable table, Lifecycle lifecycle) {
    this.table = table;
    this.lifecycle = lifecycle;
  }

  /**
   * Sweeps once. What there was no time for is found by the next sweep.
   *
   * @throws IllegalStateException if some work could not be looked at or written; the rest was
   */
  public Map<String, Object> sweep(
      Map<String, Object> input, Deadline deadline, Telemetry telemetry) {
    Sweep sweep = new Sweep(deadline, telemetry);
    Instant now = lifecycle.clock().instant();
    Instant stalled = now.minus(Lifecycle.STALLED);
    Answer answer =
        new Answer()
            .put(
                "revived",
                sweep.each(
                    WorkState.RUNNING, now.minus(lifecycle.lease()), lifecycle::revive, "Revived"))
            .put("woken", sweep.each(WorkState.WAITING, now, lifecycle::wake, "Woken"))
            .put(
                "nudged",
                sweep.each(WorkState.PENDING, stalled, lifecycle::nudge, "Nudged")
                    + sweep.each(WorkState.CONTINUE, stalled, lifecycle::nudge, "Nudged"))
            .put("done", !deadline.passed());
    if (sweep.failures > 0) {
      throw new IllegalStateException(sweep.failures + " work items could not be swept");
    }
    return answer.json();
  }

  /** One sweep. */
  private final class Sweep {
    private final Deadline deadline;
    private final Telemetry telemetry;
    private int failures;

    Sweep(Deadline deadline, Telemetry telemetry) {
      this.deadline = deadline;
      this.telemetry = telemetry;
    }

    /**
     * Changes all work that came into a state before a time, and counts what it changed. Work that
     * came into it in the future did so by a clock that was wrong, and is looked at, too.
     */
    long each(
        WorkState state,
        Instant before,
        Function<WorkItem, Optional<WorkItem>> change,
        String metric) {
      String future = WorkTable.positionOf(lifecycle.clock().instant().plus(Leases.AHEAD));
      return each(
              table.list(state, Optional.empty(), Optional.of(before), PAGE, deadline),
              change,
              metric)
          + each(
              table.list(state, Optional.of(future), Optional.empty(), PAGE, deadline),
              change,
              metric);
    }

    private long each(
        Iterator<ListedWork> list, Function<WorkItem, Optional<WorkItem>> change, String metric) {
      long changed = 0;
      while (!deadline.passed() && list.hasNext()) {
        ListedWork work = list.next();
        if (lifecycle.isDue(work.attempts(), work.notBefore())) {
          changed += look(work, change, metric) ? 1 : 0;
        }
      }
      return changed;
    }

    private boolean look(
        ListedWork work, Function<WorkItem, Optional<WorkItem>> change, String metric) {
      try {
        Optional<VersionedItem<WorkItem>> written = table.update(work.id(), change, deadline);
        written.ifPresent(held -> report(held.value(), metric));
        return written.isPresent();
      } catch (RuntimeException e) {
        failures++;
        telemetry.error("not swept", e, "work", work.id());
        return false;
      }
    }

    private void report(WorkItem item, String metric) {
      telemetry.count(metric, 1);
      telemetry.warn("swept", "work", item.id(), "outcome", metric, "state", item.state());
    }
  }
}
