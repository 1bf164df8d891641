package io.dynamopatterns.processor.run;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.dynamopatterns.processor.table.HeldWork;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.work.Lifecycle;
import io.dynamopatterns.processor.work.WorkItem;
import io.dynamopatterns.processor.work.WorkState;
import io.dynamopatterns.processor.worker.FencedOffException;
import io.dynamopatterns.processor.worker.NotYetException;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Run;
import io.dynamopatterns.processor.worker.WorkFailedException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One run's hold on its work: the version of the item that it wrote last. Each save replaces that
 * version and no other. Once one is refused, all are.
 */
final class LeasedRun implements Run {
  private final WorkTable table;
  private final Lifecycle lifecycle;
  private final Deadline timeout;
  private final Optional<Supplier<Deadline>> longestRun;
  private final Deadline saveDeadline;
  private final Telemetry telemetry;
  private final Progress start;
  private HeldWork held;
  private Progress reached;
  private Deadline deadline;
  private Instant nextSave;
  private FencedOffException fencedOff;

  /**
   * @param claimed the work as this run's claim left it
   * @param timeout for the worker
   * @param longestRun what it may have of that, asked when its time begins
   * @param saveDeadline for the last save, a little later
   */
  LeasedRun(
      WorkTable table,
      Lifecycle lifecycle,
      HeldWork claimed,
      Deadline timeout,
      Optional<Supplier<Deadline>> longestRun,
      Deadline saveDeadline,
      Telemetry telemetry) {
    this.table = table;
    this.lifecycle = lifecycle;
    this.held = claimed;
    this.timeout = timeout;
    this.longestRun = longestRun;
    this.saveDeadline = saveDeadline;
    this.telemetry = telemetry;
    this.start = claimed.item().progress();
    this.reached = start;
    this.nextSave = afterThirdOfLease();
  }

  @Override
  public synchronized Deadline deadline() {
    if (deadline == null) {
      deadline = longestRun.map(Supplier::get).map(timeout::orSooner).orElse(timeout);
    }
    return deadline;
  }

  @Override
  public Deadline timeout() {
    return timeout;
  }

  @Override
  public synchronized void save(Progress progress) {
    reached = progress;
    replace(lifecycle.saved(held.item(), progress));
    nextSave = afterThirdOfLease();
  }

  @Override
  public synchronized void saveIfDue(Progress progress) {
    reached = progress;
    if (!lifecycle.clock().instant().isBefore(nextSave)) {
      save(progress);
    }
  }

  @Override
  public void count(String metric, long number) {
    telemetry.count(metric, number);
  }

  /** Ends the run as its worker did, and returns what became of the work. */
  synchronized WorkState end(Progress end) {
    return replace(lifecycle.ended(held.item(), start, end));
  }

  /** Ends the run because what the work needs is not there yet. */
  synchronized WorkState endWaiting(NotYetException notYet) {
    return endEarly(item -> lifecycle.waits(item, notYet.getMessage()));
  }

  /** Ends the run with an error. */
  synchronized WorkState endFailed(Exception error) {
    return endEarly(
        item ->
            error instanceof WorkFailedException
                ? lifecycle.failed(item, error.getMessage())
                : lifecycle.attemptFailed(item, describe(error)));
  }

  /** Ends the run where its worker last said that it had come to, if that can be stored. */
  private WorkState endEarly(UnaryOperator<WorkItem> end) {
    try {
      return replace(end.apply(lifecycle.progressed(held.item(), reached)));
    } catch (WorkFailedException e) {
      return replace(lifecycle.failed(held.item(), e.getMessage()));
    }
  }

  /** Where the run began. */
  Progress start() {
    return start;
  }

  private WorkState replace(WorkItem next) {
    if (fencedOff != null) {
      throw fencedOff;
    }
    WriteOutcome outcome = table.replace(held, next, saveDeadline);
    switch (outcome) {
      case WriteOutcome.Applied applied -> held = WorkTable.held(applied);
      case WriteOutcome.LostRace lost -> {
        fencedOff = new FencedOffException(inCharge(lost));
        throw fencedOff;
      }
      case WriteOutcome.Invalid invalid ->
          throw new WorkFailedException("progress cannot be stored: " + invalid.message());
      default -> outcome.orElseThrow();
    }
    return next.state();
  }

  private static String inCharge(WriteOutcome.LostRace lost) {
    return lost.current()
        .map(current -> WorkItem.of(current.attributes()))
        .map(item -> "%s is %s%s now".formatted(item.id(), item.state(), by(item)))
        .orElse("the work was deleted");
  }

  private static String by(WorkItem item) {
    return item.runner().map(runner -> " by " + runner).orElse("");
  }

  private Instant afterThirdOfLease() {
    return lifecycle.clock().instant().plus(lifecycle.lease().dividedBy(3));
  }

  private static String describe(Exception error) {
    return error.getClass().getSimpleName() + ": " + error.getMessage();
  }
}
