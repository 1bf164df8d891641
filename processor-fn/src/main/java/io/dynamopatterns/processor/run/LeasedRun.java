package io.dynamopatterns.processor.run;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.work.Lifecycle;
import io.dynamopatterns.processor.worker.FencedOffException;
import io.dynamopatterns.processor.worker.NotYetException;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Run;
import io.dynamopatterns.processor.worker.WorkFailedException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One run's hold on its work: the version of the item that it wrote last. Each save replaces that
 * version and no other. Once one is refused, all are.
 *
 * <p>The lease is renewed by the run's heartbeat and not by its worker, so no step of a worker is
 * too long for it. A renewal is a save like any other: under the same lock and of the same version,
 * so that it cannot bring back a lease that was taken over. It ends with the run, and at the
 * function's timeout: the lease of a worker that hangs is over one lease after that at the latest.
 */
final class LeasedRun implements Run, AutoCloseable {
  /** How often in a lease it is renewed: two renewals in a row may fail. */
  private static final int BEATS_PER_LEASE = 4;

  private final WorkTable table;
  private final Lifecycle lifecycle;
  private final Deadline timeout;
  private final Optional<Supplier<Deadline>> longestRun;
  private final Deadline saveDeadline;
  private final Telemetry telemetry;
  private final Progress start;

  /** First come, first served, so that a seed of the simulator decides who saves first. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private VersionedItem<WorkItem> held;
  private Deadline deadline;
  private Heartbeats.Beating beating = () -> {};
  private boolean over;
  private volatile Progress reached;
  private volatile FencedOffException fencedOff;
  private volatile WorkFailedException unstorable;

  /**
   * @param claimed the work as this run's claim left it
   * @param timeout for the worker
   * @param longestRun what it may have of that, asked when its time begins
   * @param saveDeadline for the last save, a little later
   */
  LeasedRun(
      WorkTable table,
      Lifecycle lifecycle,
      VersionedItem<WorkItem> claimed,
      Deadline timeout,
      Optional<Supplier<Deadline>> longestRun,
      Deadline saveDeadline,
      Telemetry telemetry) {
    this.table = table;
    this.lifecycle = lifecycle;
    this.held = claimed;
    this.timeout = timeout.orOnce(this::isFencedOff);
    this.longestRun = longestRun;
    this.saveDeadline = saveDeadline;
    this.telemetry = telemetry;
    this.start = claimed.value().progress();
    this.reached = start;
  }

  /** From here on the lease is kept alive, until {@link #close}. */
  void begin(Heartbeats heartbeats) {
    beating =
        heartbeats.start(
            "lease of " + held.value().id(),
            lifecycle.lease().dividedBy(BEATS_PER_LEASE),
            this::renew);
  }

  @Override
  public Deadline deadline() {
    return locked(
        () -> {
          if (deadline == null) {
            deadline = longestRun.map(Supplier::get).map(timeout::orSooner).orElse(timeout);
          }
          return deadline;
        });
  }

  @Override
  public Deadline timeout() {
    return timeout;
  }

  @Override
  public void reached(Progress progress) {
    reached = progress;
    requireCharge();
    if (unstorable != null) {
      throw unstorable;
    }
  }

  @Override
  public void save(Progress progress) {
    locked(
        () -> {
          reached = progress;
          replace(lifecycle.saved(held.value(), progress), saveDeadline);
        });
  }

  @Override
  public void count(String metric, long number) {
    telemetry.count(metric, number);
  }

  /**
   * The heartbeat: renews the lease, with the progress that the worker reached last. One that does
   * not come through is made up for by the next.
   */
  void renew() {
    locked(this::renewLocked);
  }

  private void renewLocked() {
    if (over || timeout.passed()) {
      return;
    }
    try {
      replace(
          lifecycle.saved(held.value(), reached),
          saveDeadline.orSooner(Deadline.after(lifecycle.lease())));
    } catch (FencedOffException e) {
      // The worker finds out by its deadline, or when it says next how far it has come.
    } catch (WorkFailedException e) {
      unstorable = e;
    } catch (RuntimeException e) {
      telemetry.warn("lease not renewed: " + e, "work", held.value().id());
    }
  }

  /** Ends the hold: nothing is written any more, and no renewal is under way. */
  @Override
  public void close() {
    locked(
        () -> {
          beating.close();
          over = true;
        });
  }

  /**
   * @throws FencedOffException if this run is known not to be in charge any more
   */
  void requireCharge() {
    if (fencedOff != null) {
      throw fencedOff;
    }
  }

  /** Ends the run as its worker did, and returns what became of the work. */
  WorkState end(Progress end) {
    return locked(() -> end(lifecycle.ended(held.value(), start, end)));
  }

  /** Ends the run because what the work needs is not there yet. */
  WorkState endWaiting(NotYetException notYet) {
    return locked(() -> endEarly(item -> lifecycle.waits(item, notYet.getMessage())));
  }

  /** Ends the run with an error. */
  WorkState endFailed(Exception error) {
    return locked(
        () ->
            endEarly(
                item ->
                    error instanceof WorkFailedException
                        ? lifecycle.failed(item, error.getMessage())
                        : lifecycle.attemptFailed(item, describe(error))));
  }

  /** Ends the run where its worker last said that it had come to, if that can be stored. */
  private WorkState endEarly(UnaryOperator<WorkItem> end) {
    try {
      return end(end.apply(lifecycle.progressed(held.value(), reached)));
    } catch (WorkFailedException e) {
      return end(lifecycle.failed(held.value(), e.getMessage()));
    }
  }

  /** Where the run began. */
  Progress start() {
    return start;
  }

  private WorkState end(WorkItem ended) {
    replace(ended, saveDeadline);
    over = true;
    return ended.state();
  }

  private void replace(WorkItem next, Deadline until) {
    requireCharge();
    WriteOutcome<WorkItem> outcome = table.replace(held, next, until);
    switch (outcome) {
      case WriteOutcome.Applied<WorkItem> applied -> held = applied.item();
      case WriteOutcome.LostRace<WorkItem> lost -> {
        fencedOff = new FencedOffException(inCharge(lost));
        throw fencedOff;
      }
      case WriteOutcome.Invalid<?> invalid ->
          throw new WorkFailedException("progress cannot be stored: " + invalid.message());
      default -> outcome.orElseThrow();
    }
  }

  private void locked(Runnable step) {
    locked(
        () -> {
          step.run();
          return null;
        });
  }

  private <T> T locked(Supplier<T> step) {
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFencedOff() {
    return fencedOff != null;
  }

  private static String inCharge(WriteOutcome.LostRace<WorkItem> lost) {
    return lost.current()
        .map(VersionedItem::value)
        .map(item -> "%s is %s%s now".formatted(item.id(), item.state(), by(item)))
        .orElse("the work was deleted");
  }

  private static String by(WorkItem item) {
    return item.runner().map(runner -> " by " + runner).orElse("");
  }

  private static String describe(Exception error) {
    return error.getClass().getSimpleName() + ": " + error.getMessage();
  }
}
