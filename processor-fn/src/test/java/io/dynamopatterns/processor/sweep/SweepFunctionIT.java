package io.dynamopatterns.processor.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.processor.kit.CountingWorker;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.work.Limits;
import io.dynamopatterns.testkit.LoggedRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nothing but the sweep would wake. Dead runs and waiting work are in the runner's tests. */
class SweepFunctionIT {
  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void readyWorkWhoseRecordWasLostIsWrittenOnceMoreAndKeepsItsAge() {
    fleet.submit(CountingWorker.to(3));
    long version = fleet.work("count-to-3").version();
    assertThat(fleet.sweep().answer()).containsEntry("nudged", 0L);
    fleet.clock.advance(Duration.ofMinutes(16));
    assertThat(fleet.sweep().answer()).containsEntry("nudged", 1L).containsEntry("done", true);
    assertThat(fleet.work("count-to-3").version()).isEqualTo(version + 1);
    // Not at every sweep.
    assertThat(fleet.sweep().answer()).containsEntry("nudged", 0L);
    fleet.clock.advance(Duration.ofMinutes(16));
    assertThat(fleet.sweep().answer()).containsEntry("nudged", 1L);
    assertThat(listed("PENDING")).contains("changedAt=2026-11-20T10:00:00.000Z");

    // Each of these writes wakes the function.
    fleet.withWorkers(new CountingWorker(10, (number, run) -> {}));
    fleet.drain();
    assertThat(fleet.mapping().stats().invocations()).isEqualTo(4);
    assertThat(fleet.item("count-to-3").state()).isEqualTo(WorkState.DONE);
    assertThat(fleet.item("count-to-3").hops()).isEqualTo(1);
  }

  @Test
  void leasesThatHoldAreLeftAlone() {
    claim("count-to-3");
    fleet.clock.advance(Duration.ofSeconds(65));
    assertThat(fleet.sweep().answer()).containsEntry("revived", 0L);
    fleet.clock.advance(Duration.ofSeconds(1));
    assertThat(fleet.sweep().answer()).containsEntry("revived", 1L);
    WorkItem work = fleet.item("count-to-3");
    assertThat(work.state()).isEqualTo(WorkState.CONTINUE);
    assertThat(work.attempts()).isEqualTo(1);
  }

  @Test
  void aRunThatSavesKeepsItsLeaseHoweverLongItTakes() {
    fleet.withWorkers(
        new CountingWorker(
            10,
            (number, run) -> {
              fleet.clock.advance(Duration.ofSeconds(50));
              assertThat(fleet.sweep().answer()).containsEntry("revived", 0L);
            }));
    fleet.submit(CountingWorker.to(5));
    fleet.drain();
    assertThat(fleet.item("count-to-5").state()).isEqualTo(WorkState.DONE);
    assertThat(fleet.item("count-to-5").hops()).isEqualTo(1);
  }

  @Test
  void leaseOfAClockThatIsADayAheadHoldsUpNoWork() {
    fleet.clock.advance(Duration.ofDays(1));
    claim("count-to-3");
    fleet.clock.advance(Duration.ofDays(-1));
    assertThat(fleet.sweep().answer()).containsEntry("revived", 1L);
    fleet.withWorkers(new CountingWorker(10, (number, run) -> {}));
    fleet.drain();
    assertThat(fleet.item("count-to-3").state()).isEqualTo(WorkState.DONE);
  }

  @Test
  void leaseOfAClockThatIsHalfAMinuteAheadHolds() {
    fleet.clock.advance(Duration.ofSeconds(30));
    claim("count-to-3");
    fleet.clock.advance(Duration.ofSeconds(-30));
    assertThat(fleet.sweep().answer()).containsEntry("revived", 0L);
  }

  @Test
  void waitOfAClockThatIsADayAheadIsOver() {
    fleet.withWorkers(
        new CountingWorker(
            10,
            (number, run) -> {
              if (fleet.item("count-to-3").hops() == 1) {
                fleet.clock.advance(Duration.ofDays(1));
                throw new IllegalStateException("once");
              }
            }));
    fleet.submit(CountingWorker.to(3));
    fleet.drain();
    fleet.clock.advance(Duration.ofDays(-1));
    assertThat(fleet.sweep().answer()).containsEntry("woken", 1L);
    fleet.drain();
    assertThat(fleet.item("count-to-3").state()).isEqualTo(WorkState.DONE);
  }

  @Test
  void workSubmittedOrNudgedByAClockThatIsADayAheadIsNudged() {
    fleet.clock.advance(Duration.ofDays(1));
    fleet.submit(CountingWorker.to(3));
    fleet.clock.advance(Duration.ofMinutes(16));
    assertThat(fleet.sweep().answer()).containsEntry("nudged", 1L);
    fleet.clock.advance(Duration.ofDays(-1));
    assertThat(fleet.sweep().answer()).containsEntry("nudged", 1L);
    assertThat(fleet.sweep().answer()).containsEntry("nudged", 0L);
  }

  @Test
  void sweepsAtOnceReviveWorkOnce() throws Exception {
    claim("count-to-3");
    fleet.clock.advance(Duration.ofMinutes(5));
    Callable<Long> sweep =
        () ->
            (Long)
                new SweepFunction(fleet.table(), fleet.lifecycle())
                    .sweep(Map.of(), Fleet.ample(), silent())
                    .get("revived");
    long revived = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Long> answer : threads.invokeAll(List.of(sweep, sweep, sweep, sweep))) {
        revived += answer.get();
      }
    }
    assertThat(revived).isEqualTo(1);
    assertThat(fleet.item("count-to-3").attempts()).isEqualTo(1);
  }

  @Test
  void oneItemThatCannotBeSweptIsReportedAndTheOthersAreSwept() {
    claim("count-to-3");
    fleet.put(
        """
        {"pk":{"S":"odd"},"type":{"S":"count"},"state":{"S":"RUNNING"},"leaseUntil":{"S":"noon"},
         "stateShard":{"S":"RUNNING#0"},"changedAt":{"S":"2026-11-20T09:00:00.000Z#x"}}
        """);
    fleet.clock.advance(Duration.ofMinutes(5));
    assertThatThrownBy(fleet::sweep).hasMessage("1 work items could not be swept");
    assertThat(fleet.item("count-to-3").state()).isEqualTo(WorkState.CONTINUE);
  }

  @Test
  void finishedWorkExpiresWhereARetentionIsSetAndRetriedWorkDoesNot() {
    try (Fleet kept = new Fleet(new Limits(Duration.ofSeconds(60), 3, 100, Duration.ofDays(7)))) {
      kept.submit(CountingWorker.to(3));
      kept.read(Map.of("operation", "cancel", "id", "count-to-3"));
      assertThat(kept.item("count-to-3").attributes().get("expiresAt").n())
          .isEqualTo(Long.toString(kept.clock.instant().plus(Duration.ofDays(7)).getEpochSecond()));
      kept.read(Map.of("operation", "retry", "id", "count-to-3"));
      assertThat(kept.item("count-to-3").attributes()).doesNotContainKey("expiresAt");
    }
  }

  private void claim(String id) {
    fleet.submit(CountingWorker.to(3));
    fleet.table().update(id, item -> fleet.lifecycle().claim(item, "somebody"), Fleet.ample());
  }

  private String listed(String state) {
    return fleet.read(Map.of("operation", "list", "state", state)).toString();
  }

  private static Telemetry silent() {
    return LoggedRun.of(telemetry -> telemetry).answer();
  }
}
