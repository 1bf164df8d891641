package io.dynamopatterns.processor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.processor.kit.CountingWorker;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.kit.VirtualTime;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.work.Limits;
import io.dynamopatterns.processor.worker.Run;
import io.dynamopatterns.processor.worker.Workers;
import io.dynamopatterns.testkit.LoggedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs whose steps take as long as chance has it, that die, hang or stand still, with sweeps and
 * other runs in between, on one clock.
 */
class LeaseInterleavingIT {
  private static final int END = 40;
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration FUNCTION = Duration.ofMinutes(15);

  private enum Fate {
    LIVES,
    DIES,
    HANGS,
    STANDS_STILL
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void liveRunIsNeverRevivedADeadOneIsAndOnlyTheOneInChargeSaves(long seed) {
    Random random = new Random(seed);
    try (Fleet fleet = new Fleet(new Limits(LEASE, 999, 9999, Duration.ZERO))) {
      VirtualTime time = new VirtualTime(fleet);
      List<Integer> saved = new ArrayList<>();
      CountingWorker worker =
          new CountingWorker(
              12,
              (number, run) -> {
                saved.add(position(fleet));
                long running = work(fleet).state() == WorkState.RUNNING ? 1 : 0;
                switch (fate(random)) {
                  case LIVES -> live(fleet, time, run, random);
                  case DIES -> throw new AssertionError("the process dies");
                  case HANGS -> {
                    time.sleep(FUNCTION.plus(LEASE).plusSeconds(6));
                    assertThat(fleet.sweep().answer()).containsEntry("revived", running);
                    another(fleet);
                  }
                  default -> {
                    fleet.clock.advanceWithoutHeartbeats(LEASE.plusSeconds(6));
                    assertThat(fleet.sweep().answer()).containsEntry("revived", running);
                    another(fleet);
                  }
                }
              });
      fleet.withWorkers(worker).withDeadline(() -> time.deadlineAfter(FUNCTION));
      fleet.submit(CountingWorker.to(END));
      for (int i = 0; i < 500 && !work(fleet).state().isFinal(); i++) {
        fleet.drain();
        time.sleep(LEASE.plusSeconds(6));
        fleet.sweep();
      }
      assertThat(work(fleet).state()).isEqualTo(WorkState.DONE);
      assertThat(work(fleet).progress().counts()).containsEntry("steps", (long) END);
      assertThat(saved).isSorted();
      assertThat(fleet.bus.details("WorkCompleted")).hasSize(1);
    }
  }

  /** A slow step, of up to five leases, that sweeps look at meanwhile. */
  private static void live(Fleet fleet, VirtualTime time, Run run, Random random) {
    for (int i = random.nextInt(10); i > 0 && run.timeout().remaining().compareTo(LEASE) > 0; i--) {
      time.sleep(Duration.ofSeconds(random.nextInt(30)));
      assertThat(fleet.sweep().answer()).containsEntry("revived", 0L);
    }
  }

  /** A run that takes over, while the run that was taken over continues without knowing. */
  private static void another(Fleet fleet) {
    CountingWorker quick = new CountingWorker(2, (number, run) -> {});
    Runner runner =
        new Runner(
            fleet.table(),
            fleet.lifecycle(),
            new Workers(List.of(quick)),
            Optional.empty(),
            fleet.clock);
    LoggedRun.of(
        telemetry -> {
          runner.run(CountingWorker.to(END).id(), Fleet.ample(), telemetry);
          return null;
        });
  }

  private static Fate fate(Random random) {
    int chance = random.nextInt(100);
    return chance < 88
        ? Fate.LIVES
        : chance < 93 ? Fate.DIES : chance < 96 ? Fate.HANGS : Fate.STANDS_STILL;
  }

  private static int position(Fleet fleet) {
    return Integer.parseInt(work(fleet).progress().cursor().getOrDefault("number", "0"));
  }

  private static WorkItem work(Fleet fleet) {
    return fleet.item(CountingWorker.to(END).id());
  }
}
