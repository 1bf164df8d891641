package io.dynamopatterns.processor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.faults.Fault;
import io.dynamopatterns.emulator.faults.FaultScript;
import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import io.dynamopatterns.processor.kit.FakeS3;
import io.dynamopatterns.processor.kit.Fleet;
import io.dynamopatterns.processor.kit.Processes;
import io.dynamopatterns.processor.table.WorkItem;
import io.dynamopatterns.processor.table.WorkState;
import io.dynamopatterns.processor.work.Limits;
import io.dynamopatterns.testkit.SampleLog;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The process dies at random calls, to DynamoDB, Kinesis or S3, before or after their effect. */
class KilledRunsIT {
  private static final int KILLS = 200;

  /** A run that comes to its end makes about as many. */
  private static final int CALLS = 8;

  @Test
  void twoHundredDeathsDuringOneObjectChangeNothing() {
    byte[] content = SampleLog.text();
    Fleet.s3().put("logs", "killed.log", content);
    Limits patient = new Limits(Duration.ofSeconds(60), 999, 99_999, Duration.ZERO);
    try (Fleet fleet = new Fleet(patient)) {
      AtomicInteger kills = new AtomicInteger();
      Random random = new Random(20261120);
      Processes processes = new Processes();
      WorkStream function = fleet.workStream(processes);
      fleet
          .withFunction(
              () -> {
                processes.begin(dying(random, kills));
                return function;
              })
          .withDeadline(() -> ObjectInHopsIT.timeForLines(fleet, 100));
      fleet.submit(Map.of("object", "s3://logs/killed.log", "name", "killed.log"));
      String id = "lines-to-kinesis:s3://logs/killed.log@" + FakeS3.etag(content);
      for (int i = 0; i < 5 * KILLS && !fleet.item(id).state().isFinal(); i++) {
        fleet.drain();
        fleet.clock.advance(Duration.ofSeconds(66));
        fleet.sweep();
      }

      WorkItem work = fleet.item(id);
      assertThat(kills.get()).isEqualTo(KILLS);
      assertThat(work.state()).isEqualTo(WorkState.DONE);
      assertThat(ObjectInHopsIT.ids(fleet)).hasSize(SampleLog.LINES);
      assertThat(work.progress().counts())
          .containsEntry("delivered", (long) SampleLog.LINES)
          .containsEntry("rejected", 0L);
      assertThat(fleet.bus.details("WorkCompleted")).hasSize(1);
      assertThat(fleet.bus.details("WorkFailed")).isEmpty();
    }
  }

  private static FaultyHttpClient dying(Random random, AtomicInteger kills) {
    int at = 1 + random.nextInt(CALLS);
    Fault death = random.nextBoolean() ? Fault.KILL_BEFORE : Fault.KILL_AFTER;
    FaultScript script =
        call -> {
          if (call.number() == at && kills.get() < KILLS) {
            kills.incrementAndGet();
            return death;
          }
          return Fault.NONE;
        };
    return new FaultyHttpClient(Fleet.http(), script);
  }
}
