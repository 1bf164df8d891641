package io.dynamopatterns.processor.run;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.common.versioned.VersionedItem;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.table.WorkTable;
import io.dynamopatterns.processor.work.Lifecycle;
import io.dynamopatterns.processor.worker.FencedOffException;
import io.dynamopatterns.processor.worker.NotYetException;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.WorkFailedException;
import io.dynamopatterns.processor.worker.Worker;
import io.dynamopatterns.processor.worker.Workers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Does one hop of a work item: claims it, has its worker run, writes how that ended. */
public final class Runner {
  /** What a run keeps back of its time to write how it ended. */
  private static final Duration SAVING = Duration.ofSeconds(2);

  private final WorkTable table;
  private final Lifecycle lifecycle;
  private final Workers workers;
  private final Optional<Supplier<Deadline>> longestRun;
  private final Heartbeats heartbeats;

  /**
   * @param longestRun the longest run, asked for when the time of one begins; or empty for as long
   *     as there is time
   * @param heartbeats what keeps a run's lease alive
   */
  public Runner(
      WorkTable table,
      Lifecycle lifecycle,
      Workers workers,
      Optional<Supplier<Deadline>> longestRun,
      Heartbeats heartbeats) {
    this.table = table;
    this.lifecycle = lifecycle;
    this.workers = workers;
    this.longestRun = longestRun;
    this.heartbeats = heartbeats;
  }

  /**
   * Runs this work, if it is ready. If it is not, because another run has it or it has ended, there
   * is nothing to do: that is how a redelivered record ends.
   *
   * @throws io.dynamopatterns.common.versioned.WriteFailedException if it is unknown how a write
   *     ended. When the lease is over, no run is in charge
   */
  public void run(String id, Deadline deadline, Telemetry telemetry) {
    String runner = UUID.randomUUID().toString();
    Optional<VersionedItem<WorkItem>> claimed =
        table.update(id, item -> lifecycle.claim(item, runner), deadline);
    if (claimed.isEmpty()) {
      telemetry.count("NotReady", 1);
      return;
    }
    WorkItem item = claimed.get().value();
    if (item.state() != WorkState.RUNNING) {
      report(item, item.state(), telemetry);
      return;
    }
    telemetry.count("Hops", 1);
    // The one trace of a run that dies without another word.
    telemetry.info("run began", "work", id, "hop", item.hops(), "runner", runner);
    try (LeasedRun run =
        new LeasedRun(
            table,
            lifecycle,
            claimed.get(),
            deadline.earlier(SAVING),
            longestRun,
            deadline,
            telemetry)) {
      run.begin(heartbeats);
      report(item, run(item, run, telemetry), telemetry);
    } catch (FencedOffException e) {
      telemetry.count("FencedOff", 1);
      telemetry.warn("run stopped: " + e.getMessage(), "work", id, "runner", runner);
    }
  }

  private WorkState run(WorkItem item, LeasedRun run, Telemetry telemetry) {
    try {
      Progress end = worker(item.type()).run(item.work(), run.start(), run);
      return run.end(end);
    } catch (FencedOffException e) {
      throw e;
    } catch (NotYetException e) {
      run.requireCharge();
      telemetry.count("Waits", 1);
      telemetry.info("run ended early: " + e.getMessage(), "work", item.id(), "type", item.type());
      return run.endWaiting(e);
    } catch (Exception e) {
      run.requireCharge();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      telemetry.count("RunsFailed", 1);
      telemetry.error("run failed", e, "work", item.id(), "type", item.type());
      return run.endFailed(e);
    }
  }

  private Worker worker(String type) {
    return workers
        .find(type)
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "no worker does work of type '%s'; there are %s"
                        .formatted(type, workers.types())));
  }

  private static void report(WorkItem item, WorkState state, Telemetry telemetry) {
    telemetry.info(
        "run ended", "work", item.id(), "type", item.type(), "hop", item.hops(), "state", state);
  }
}
