package io.dynamopatterns.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.schedule.DeadLetterFiles;
import io.dynamopatterns.emulator.schedule.RunningSchedule;
import io.dynamopatterns.emulator.schedule.ScheduleSpec;
import io.dynamopatterns.emulator.schedule.Schedules;
import io.dynamopatterns.mapping.function.Invoker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class MachineClockTest {
  @TempDir Path directory;

  @Test
  void whatIsDueByTheMachinesClockRunsAndIsAwaited() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();

    MachineClock clock =
        MachineClock.start(
            everyMinuteSince(
                Instant.now().minusSeconds(61),
                event -> {
                  begun.countDown();
                  pause();
                  ended.set(true);
                  return "{}";
                }));
    begun.await();
    clock.close();

    assertThat(ended).isTrue();
  }

  @Test
  void whatIsNotDueDoesNotRun() {
    AtomicBoolean ran = new AtomicBoolean();

    MachineClock clock =
        MachineClock.start(
            everyMinuteSince(
                Instant.now(),
                event -> {
                  ran.set(true);
                  return "{}";
                }));
    clock.close();

    assertThat(ran).isFalse();
  }

  private Schedules everyMinuteSince(Instant start, Invoker function) {
    ScheduleSpec spec =
        new ScheduleSpec(
            "watermark",
            "rate(1 minute)",
            ZoneOffset.UTC,
            "function",
            "{}",
            0,
            Duration.ofHours(1),
            Optional.empty(),
            true);
    return new Schedules(
        List.of(new RunningSchedule(spec, start, function, new DeadLetterFiles(directory))));
  }

  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
