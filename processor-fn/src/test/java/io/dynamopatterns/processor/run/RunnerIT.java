package io.dynamopatterns.processor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.versioned.WriteFailedException;
import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.processor.kit.CountingWorker;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.kit.VirtualTime;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.worker.FencedOffException;
import io.dynamopatterns.processor.worker.NotYetException;
import io.dynamopatterns.processor.worker.Progress;
import io.dynamopatterns.processor.worker.Run;
import io.dynamopatterns.processor.worker.Work;
import io.dynamopatterns.processor.worker.WorkFailedException;
import io.dynamopatterns.processor.worker.Worker;
import io.dynamopatterns.processor.worker.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work through the table's stream, hop by hop. */
class RunnerIT {
  private final Fleet fleet = new Fleet();

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void workIsDoneInAsManyHopsAsItTakes() {
    CountingWorker worker = new CountingWorker(3, (number, run) -> {});
    fleet.withWorkers(worker);
    fleet.submit(CountingWorker.to(10));
    fleet.drain();

    WorkItem work = fleet.item("count-to-10");
    assertThat(work.state()).isEqualTo(WorkState.DONE);
    assertThat(work.hops()).isEqualTo(4);
    assertThat(work.attempts()).isZero();
    assertThat(worker.steps()).containsExactlyElementsOf(numbers(10));
    assertThat(fleet.bus.published()).hasSize(1);
    assertThat(fleet.bus.details("WorkCompleted").getFirst().toString())
        .contains("\"work\":\"count-to-10\"", "\"hops\":4", "\"counts\":{\"steps\":10}");
  }

  @Test
  void aWorkerThatAlwaysThrowsFailsItsWorkAfterItsAttemptsAndOnceOnly() {
    AtomicInteger runs = new AtomicInteger();
    fleet.withWorkers(
        new CountingWorker(
            1,
            (number, run) -> {
              runs.incrementAndGet();
              throw new IllegalStateException("the printer is on fire");
            }));
    fleet.submit(CountingWorker.to(1));
    fleet.drain();
    assertThat(fleet.item("count-to-1").state()).isEqualTo(WorkState.WAITING);
    assertThat(fleet.item("count-to-1").lastError())
        .contains("IllegalStateException: the printer is on fire");

    // Too early: nothing happens. Then it is its time, twice.
    fleet.sweep();
    fleet.drain();
    assertThat(runs).hasValue(1);
    for (int i = 0; i < 10; i++) {
      fleet.clock.advance(Duration.ofHours(2));
      fleet.sweep();
      fleet.drain();
    }
    WorkItem work = fleet.item("count-to-1");
    assertThat(runs).hasValue(3);
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.attempts()).isEqualTo(3);
    assertThat(fleet.bus.published()).hasSize(1);
    assertThat(fleet.bus.details("WorkFailed").getFirst().toString())
        .contains("\"reason\":\"IllegalStateException: the printer is on fire\"");
  }

  @Test
  void failuresAreForgottenWithProgress() {
    AtomicInteger runs = new AtomicInteger();
    // Every other run throws: never two failures in a row without progress.
    fleet.withWorkers(
        new CountingWorker(
            1,
            (number, run) -> {
              if (runs.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("now and then");
              }
            }));
    fleet.submit(CountingWorker.to(6));
    for (int i = 0; i < 8; i++) {
      fleet.drain();
      fleet.clock.advance(Duration.ofHours(2));
      fleet.sweep();
    }
    assertThat(fleet.item("count-to-6").state()).isEqualTo(WorkState.DONE);
  }

  @Test
  void aFailureForGoodIsNotTriedAgain() {
    fleet.withWorkers(
        new CountingWorker(
            1,
            (number, run) -> {
              throw new WorkFailedException("there is no such printer");
            }));
    fleet.submit(CountingWorker.to(1));
    fleet.drain();
    WorkItem work = fleet.item("count-to-1");
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.lastError()).contains("there is no such printer");
    assertThat(work.hops()).isEqualTo(1);
  }

  @Test
  void workOfATypeWithoutAWorkerFailsAndSaysSo() {
    fleet.submit(new Work("w", "unheard-of", Map.of()));
    fleet.drain();
    assertThat(fleet.item("w").lastError())
        .contains(
            "no worker does work of type 'unheard-of'; there are [lines-to-kinesis, manifest]");
  }

  @Test
  void aWorkerThatNeverAdvancesIsStopped() {
    fleet.withWorkers(new CountingWorker(0, (number, run) -> {}));
    fleet.submit(CountingWorker.to(1));
    fleet.drain();
    WorkItem work = fleet.item("count-to-1");
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.hops()).isLessThanOrEqualTo(5);
    assertThat(work.lastError().orElseThrow()).endsWith("hops in a row made no progress");
    assertThat(fleet.bus.details("WorkFailed")).hasSize(1);
  }

  @Test
  void aWorkerThatContinuesForEverIsStoppedByTheHopLimit() {
    fleet.withWorkers(new CountingWorker(1, (number, run) -> {}));
    fleet.submit(CountingWorker.to(1_000_000));
    fleet.drain();
    WorkItem work = fleet.item("count-to-1000000");
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.hops()).isEqualTo(100);
    assertThat(work.lastError()).contains("not done after 100 hops, its limit");
    assertThat(fleet.mapping().stats().invocations()).isLessThan(110);
  }

  @Test
  void savedProgressSurvivesADeadRun() {
    AtomicInteger deaths = new AtomicInteger(2);
    CountingWorker worker =
        new CountingWorker(
            100,
            (number, run) -> {
              fleet.clock.advance(Duration.ofSeconds(21));
              if (number == 5 && deaths.getAndDecrement() > 0) {
                throw new AssertionError("the process dies");
              }
            });
    fleet.withWorkers(worker);
    fleet.submit(CountingWorker.to(6));
    fleet.drain();
    // Redelivered while the dead run's lease holds, the record does nothing.
    assertThat(fleet.item("count-to-6").state()).isEqualTo(WorkState.RUNNING);
    assertThat(fleet.item("count-to-6").progress()).isEqualTo(CountingWorker.at(4));
    assertThat(fleet.sweep().answer()).containsEntry("revived", 0L);

    for (int i = 0; i < 2; i++) {
      fleet.clock.advance(Duration.ofSeconds(66));
      assertThat(fleet.sweep().answer()).containsEntry("revived", 1L);
      fleet.drain();
    }
    WorkItem work = fleet.item("count-to-6");
    assertThat(work.state()).isEqualTo(WorkState.DONE);
    assertThat(work.hops()).isEqualTo(3);
    assertThat(worker.steps()).containsExactly(1, 2, 3, 4, 5, 5, 5, 6);
    assertThat(fleet.bus.details("WorkCompleted")).hasSize(1);
  }

  @Test
  void workWhoseRunsAlwaysDieFails() {
    fleet.withWorkers(
        new CountingWorker(
            1,
            (number, run) -> {
              throw new AssertionError("the process dies");
            }));
    fleet.submit(CountingWorker.to(1));
    for (int i = 0; i < 6; i++) {
      fleet.drain();
      fleet.clock.advance(Duration.ofSeconds(66));
      fleet.sweep();
    }
    fleet.drain();
    WorkItem work = fleet.item("count-to-1");
    assertThat(work.state()).isEqualTo(WorkState.FAILED);
    assertThat(work.hops()).isEqualTo(3);
    assertThat(work.lastError().orElseThrow())
        .startsWith("its run ended without a word: lease of ");
    assertThat(fleet.bus.published()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAWorkerReportedToItsRunIsKeptWhenItThrows(boolean notYet) {
    AtomicInteger runs = new AtomicInteger();
    CountingWorker worker =
        new CountingWorker(
            10,
            (number, run) -> {
              if (number == 4 && runs.incrementAndGet() == 1) {
                throw notYet
                    ? new NotYetException("no paper")
                    : new IllegalStateException("no paper");
              }
            });
    fleet.withWorkers(worker);
    fleet.submit(CountingWorker.to(6));
    fleet.drain();
    assertThat(fleet.item("count-to-6").state()).isEqualTo(WorkState.WAITING);
    assertThat(fleet.item("count-to-6").progress()).isEqualTo(CountingWorker.at(3));
    fleet.clock.advance(Duration.ofSeconds(31));
    fleet.sweep();
    fleet.drain();
    assertThat(fleet.item("count-to-6").state()).isEqualTo(WorkState.DONE);
    assertThat(worker.steps()).containsExactly(1, 2, 3, 4, 4, 5, 6);
  }

  @Test
  void theLongestRunCountsFromWhenTheWorkerAsksForItsDeadline() {
    VirtualTime time = new VirtualTime(fleet);
    List<Boolean> passed = new ArrayList<>();
    fleet
        .withLongestRun(() -> time.deadlineAfter(Duration.ofSeconds(10)))
        .withWorkers(
            new CountingWorker(
                1,
                (number, run) -> {
                  time.sleep(Duration.ofHours(1));
                  passed.add(run.deadline().passed());
                  time.sleep(Duration.ofSeconds(20));
                  passed.add(run.deadline().passed());
                  passed.add(run.timeout().passed());
                }));
    fleet.submit(CountingWorker.to(1));
    fleet.drain();
    assertThat(passed).containsExactly(false, true, false);
  }

  @Test
  void aRunThatOutlivesItsLeaseIsFencedOffAndStops() {
    List<Integer> afterwards = new ArrayList<>();
    CountingWorker worker =
        new CountingWorker(
            100,
            (number, run) -> {
              if (number == 3 && fleet.item("count-to-5").hops() == 1) {
                fleet.clock.advanceWithoutHeartbeats(Duration.ofSeconds(66));
                fleet.sweep();
              } else if (fleet.item("count-to-5").hops() == 1) {
                fleet.clock.advance(Duration.ofSeconds(15));
              }
              if (fleet.item("count-to-5").hops() == 1
                  && fleet.item("count-to-5").state() != WorkState.RUNNING) {
                afterwards.add(number);
              }
            });
    fleet.withWorkers(worker);
    fleet.submit(CountingWorker.to(5));
    fleet.drain();
    // It began its fourth step not knowing; the renewal in that was refused.
    assertThat(afterwards).containsExactly(3, 4);
    assertThat(fleet.item("count-to-5").state()).isEqualTo(WorkState.DONE);
    assertThat(fleet.item("count-to-5").hops()).isEqualTo(2);
    assertThat(worker.steps()).containsExactly(1, 2, 3, 4, 2, 3, 4, 5);
    assertThat(fleet.bus.published()).hasSize(1);
  }

  @Test
  void stepOfAnyLengthKeepsTheLeaseWithoutAWordOfTheWorker() {
    VirtualTime time = new VirtualTime(fleet).whenWaiting(fleet::sweep);
    CountingWorker worker =
        new CountingWorker(
            100,
            (number, run) -> {
              for (int i = 0; i < 20; i++) {
                time.sleep(Duration.ofSeconds(30));
              }
            });
    fleet.withWorkers(worker).withDeadline(() -> time.deadlineAfter(Duration.ofHours(1)));
    fleet.submit(CountingWorker.to(3));
    fleet.drain();
    assertThat(fleet.item("count-to-3").state()).isEqualTo(WorkState.DONE);
    assertThat(worker.steps()).containsExactly(1, 2, 3);
    assertThat(fleet.item("count-to-3").attempts()).isZero();
  }

  @Test
  void leaseOfAWorkerThatHangsEndsWithTheFunctionsTimeAndIsNotRenewedAgain() {
    VirtualTime time = new VirtualTime(fleet);
    List<Object> revived = new ArrayList<>();
    AtomicInteger refused = new AtomicInteger();
    CountingWorker worker =
        new CountingWorker(
            100,
            (number, run) -> {
              if (number == 2 && fleet.item("count-to-3").hops() == 1) {
                for (int minute = 1; minute <= 8; minute++) {
                  time.sleep(Duration.ofMinutes(1));
                  revived.add(fleet.sweep().answer().get("revived"));
                }
                try {
                  run.reached(CountingWorker.at(9));
                  run.save(CountingWorker.at(9));
                } catch (WriteFailedException e) {
                  refused.incrementAndGet();
                  throw e;
                }
              }
            });
    // The last beat in time is 15 seconds before the fifth minute, 60 seconds later it is over.
    fleet.withWorkers(worker).withDeadline(() -> time.deadlineAfter(Duration.ofMinutes(5)));
    fleet.submit(CountingWorker.to(3));
    fleet.drain();
    assertThat(revived).containsExactly(0L, 0L, 0L, 0L, 0L, 1L, 0L, 0L);
    assertThat(refused).hasValue(1);
    assertThat(worker.steps()).containsExactly(1, 2, 2, 3);
    assertThat(fleet.item("count-to-3").state()).isEqualTo(WorkState.DONE);
  }

  @Test
  void deadlineOfARunThatLostItsWorkPassesWithTheNextRenewal() {
    List<Boolean> passed = new ArrayList<>();
    fleet.withWorkers(
        new CountingWorker(
            1,
            (number, run) -> {
              passed.add(run.deadline().passed());
              fleet.read(Map.of("operation", "cancel", "id", "count-to-1"));
              fleet.clock.advance(Duration.ofSeconds(15));
              passed.add(run.deadline().passed());
              throw new IllegalStateException("out of time");
            }));
    fleet.submit(CountingWorker.to(1));
    fleet.drain();
    assertThat(passed).containsExactly(false, true);
    assertThat(fleet.item("count-to-1").state()).isEqualTo(WorkState.CANCELLED);
  }

  @Test
  void renewalThatDoesNotComeThroughIsMadeUpForByTheNext() {
    AtomicInteger renewals = new AtomicInteger();
    FaultScript script =
        call ->
            call.operation().equals("PutItem") && renewals.get() == 1
                ? Fault.DROP_BEFORE_SEND
                : Fault.NONE;
    CountingWorker worker =
        new CountingWorker(
            100,
            (number, run) -> {
              for (int i = 1; i <= 8; i++) {
                renewals.set(i);
                fleet.clock.advance(Duration.ofSeconds(15));
                assertThat(fleet.sweep().answer()).containsEntry("revived", 0L);
              }
            });
    fleet.withFunction(() -> fleet.workStream(new FaultyHttpClient(Fleet.http(), script), worker));
    fleet.submit(CountingWorker.to(1));
    fleet.drain();
    assertThat(fleet.item("count-to-1").state()).isEqualTo(WorkState.DONE);
    assertThat(worker.steps()).containsExactly(1);
  }

  @Test
  void aWorkerThatSwallowsTheFenceStillSavesNothing() {
    AtomicInteger refused = new AtomicInteger();
    Worker stubborn =
        new Worker() {
          @Override
          public String type() {
            return CountingWorker.TYPE;
          }

          @Override
          public Progress run(Work work, Progress progress, Run run) {
            fleet.read(Map.of("operation", "cancel", "id", work.id()));
            for (int i = 1; i <= 3; i++) {
              try {
                run.save(CountingWorker.at(i));
              } catch (FencedOffException e) {
                refused.incrementAndGet();
              }
            }
            return CountingWorker.at(9).finished();
          }
        };
    fleet.withWorkers(stubborn);
    fleet.submit(CountingWorker.to(9));
    fleet.drain();
    assertThat(refused).hasValue(3);
    WorkItem work = fleet.item("count-to-9");
    assertThat(work.state()).isEqualTo(WorkState.CANCELLED);
    assertThat(work.progress()).isEqualTo(Progress.start());
    assertThat(fleet.bus.published()).isEmpty();
  }

  @Test
  void pausedWorkStopsAndResumedWorkContinuesFromWhatWasSaved() {
    CountingWorker worker =
        new CountingWorker(
            100,
            (number, run) -> {
              run.save(CountingWorker.at(number - 1));
              if (number == 4 && fleet.item("count-to-6").hops() == 1) {
                fleet.read(Map.of("operation", "pause", "id", "count-to-6"));
              }
              if (number == 5) {
                run.save(CountingWorker.at(number - 1));
              }
            });
    fleet.withWorkers(worker);
    fleet.submit(CountingWorker.to(6));
    fleet.drain();
    assertThat(fleet.item("count-to-6").state()).isEqualTo(WorkState.PAUSED);
    fleet.clock.advance(Duration.ofDays(1));
    fleet.sweep();
    fleet.drain();
    assertThat(fleet.item("count-to-6").state()).isEqualTo(WorkState.PAUSED);

    fleet.read(Map.of("operation", "resume", "id", "count-to-6"));
    fleet.drain();
    assertThat(fleet.item("count-to-6").state()).isEqualTo(WorkState.DONE);
    assertThat(worker.steps()).containsExactly(1, 2, 3, 4, 5, 4, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void recordsOfStatesLongGoneDoNothing(int times) {
    CountingWorker worker = new CountingWorker(2, (number, run) -> {});
    fleet.withWorkers(worker);
    fleet.submit(CountingWorker.to(5));
    fleet.drain();
    long version = fleet.work("count-to-5").version();

    // The whole stream once more.
    for (int i = 0; i < times; i++) {
      try (Fleet again = fleet.again()) {
        again.withWorkers(worker).drain();
      }
    }
    assertThat(fleet.work("count-to-5").version()).isEqualTo(version);
    assertThat(worker.steps()).containsExactlyElementsOf(numbers(5));
    assertThat(fleet.bus.details("WorkCompleted")).hasSize(1);
  }

  @Test
  void anEventThatCannotBePublishedIsPublishedWhenItsRecordIsDeliveredAgain() {
    fleet.withWorkers(new CountingWorker(5, (number, run) -> {}));
    AtomicInteger requests = new AtomicInteger();
    fleet.bus.around(
        () -> {},
        () -> {
          if (requests.incrementAndGet() <= 2) {
            throw new AssertionError("the process dies after PutEvents");
          }
        });
    fleet.submit(CountingWorker.to(5));
    fleet.drain();
    assertThat(fleet.bus.published()).hasSize(3);
    assertThat(fleet.bus.details("WorkCompleted")).hasSize(1);
  }

  @Test
  void everySecondEndOfTheSameWorkIsAnotherEvent() {
    AtomicInteger runs = new AtomicInteger();
    fleet.withWorkers(
        new CountingWorker(
            5,
            (number, run) -> {
              if (runs.incrementAndGet() <= 2) {
                throw new WorkFailedException("not today");
              }
            }));
    fleet.submit(CountingWorker.to(5));
    fleet.drain();
    fleet.read(Map.of("operation", "retry", "id", "count-to-5"));
    fleet.drain();
    fleet.read(Map.of("operation", "retry", "id", "count-to-5"));
    fleet.drain();
    assertThat(fleet.bus.details("WorkFailed")).hasSize(2);
    assertThat(fleet.bus.details("WorkCompleted")).hasSize(1);
  }

  @Test
  void lostAnswersOfEveryWriteChangeNothing() {
    CountingWorker worker =
        new CountingWorker(2, (number, run) -> run.save(CountingWorker.at(number - 1)));
    fleet.withFunction(
        () ->
            fleet.workStream(
                new FaultyHttpClient(Fleet.http(), FaultScript.everyWrite(2, Fault.DROP_ANSWER)),
                worker));
    fleet.submit(CountingWorker.to(7));
    fleet.drain();
    WorkItem work = fleet.item("count-to-7");
    assertThat(work.state()).isEqualTo(WorkState.DONE);
    assertThat(work.hops()).isEqualTo(4);
    assertThat(work.attempts()).isZero();
    assertThat(worker.steps()).containsExactlyElementsOf(numbers(7));
  }

  @Test
  void progressThatIsTooLargeForAnItemFailsTheWork() {
    assertTooLarge((run, tooLarge) -> tooLarge);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void progressThatIsTooLargeForAnItemFailsTheWorkOfARunThatThrows(boolean notYet) {
    assertTooLarge(
        (run, tooLarge) -> {
          run.reached(tooLarge);
          throw notYet ? new NotYetException("no paper") : new IllegalStateException("no paper");
        });
  }

  /**
   * @param run of a worker that has come to progress which no item holds
   */
  private void assertTooLarge(BiFunction<Run, Progress, Progress> run) {
    fleet.withWorkers(
        new Worker() {
          @Override
          public String type() {
            return CountingWorker.TYPE;
          }

          @Override
          public Progress run(Work work, Progress progress, Run hold) {
            return run.apply(
                hold, Progress.start().at(Map.of("all", "x".repeat(500_000)), Map.of()));
          }
        });
    fleet.submit(CountingWorker.to(1));
    fleet.drain();
    assertThat(fleet.item("count-to-1").state()).isEqualTo(WorkState.FAILED);
    assertThat(fleet.item("count-to-1").lastError().orElseThrow())
        .startsWith("progress cannot be stored: Item size");
  }

  @Test
  void noWorkOfABatchWaitsForAnothersRun() {
    CyclicBarrier together = new CyclicBarrier(10);
    fleet
        .withWorkers(new CountingWorker(1, (number, run) -> together.await(30, TimeUnit.SECONDS)))
        .withBatchesOf(10);
    for (int i = 0; i < 10; i++) {
      fleet.submit(new Work("w" + i, CountingWorker.TYPE, Map.of("to", "1")));
    }
    fleet.drain();
    for (int i = 0; i < 10; i++) {
      assertThat(fleet.item("w" + i).state()).isEqualTo(WorkState.DONE);
    }
    assertThat(fleet.mapping().stats().invocations()).isEqualTo(2);
    assertThat(fleet.bus.details("WorkCompleted")).hasSize(10);
  }

  @Test
  void oneRunIsEnoughForAllThatWokeTheWork() {
    CountingWorker worker = new CountingWorker(1, (number, run) -> {});
    fleet.withWorkers(worker).withBatchesOf(10);
    fleet.submit(CountingWorker.to(1));
    for (String operation : List.of("pause", "resume", "cancel", "retry")) {
      fleet.read(Map.of("operation", operation, "id", "count-to-1"));
    }
    fleet.drain();
    assertThat(worker.steps()).containsExactly(1);
    assertThat(fleet.mapping().stats().invocations()).isEqualTo(2);
  }

  @Test
  void twoWorkersOfOneTypeAreRefused() {
    CountingWorker worker = new CountingWorker(1, (number, run) -> {});
    assertThatThrownBy(() -> new Workers(List.of(worker, worker)))
        .hasMessageStartingWith("two workers are of type 'count'");
  }

  @Test
  void anItemThatAnApplicationPutIsRun() {
    CountingWorker worker = new CountingWorker(1, (number, run) -> {});
    fleet.withWorkers(worker);
    fleet.put(
        """
        {"pk":{"S":"mine"},"type":{"S":"count"},"state":{"S":"PENDING"},
         "input":{"M":{"to":{"N":"2"}}}}
        """);
    fleet.drain();
    assertThat(fleet.item("mine").state()).isEqualTo(WorkState.DONE);
    assertThat(worker.steps()).containsExactly(1, 2);
  }

  private static List<Integer> numbers(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }
}
