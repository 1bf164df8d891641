package io.dynamopatterns.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.local.fleet.WorkItems;
import io.dynamopatterns.local.log.LineOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProcessedLogTest {
  private final EmbeddedKinesisStream delivered =
      new EmbeddedKinesisStream("clicks", 2, Clock.systemUTC());
  private final CountDownLatch end = new CountDownLatch(1);
  private final ProcessedLog log =
      new ProcessedLog(
          "a.log", delivered, end::await, () -> new WorkItems(List.of(), Map.of(2L, "no click")));

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void linesAreHandedOutInTheOrderTheyAreAskedForInWhateverOrderTheyCame() throws Exception {
    log.start();
    deliver("a.log:3", "c");
    deliver("a.log:1", "a");
    deliver("a.log:2", "b");

    assertThat(click(log.of(1)).partitionKey()).isEqualTo("a");
    assertThat(click(log.of(2)).partitionKey()).isEqualTo("b");
    LineOutcome.Click third = click(log.of(3));
    assertThat(new String(third.data(), StandardCharsets.UTF_8)).isEqualTo("{\"id\":\"a.log:3\"}");
    assertThat(third.event().path("id").asText()).isEqualTo("a.log:3");
  }

  @Test
  void aLineIsWaitedForUntilItComes() throws Exception {
    log.start();
    CompletableFuture<LineOutcome> line = new CompletableFuture<>();
    Thread reader = Thread.ofPlatform().daemon().start(() -> line.complete(waitedFor(1)));
    while (reader.getState() != Thread.State.TIMED_WAITING && reader.isAlive()) {
      Thread.sleep(1);
    }
    assertThat(line).as("a line that was not delivered").isNotDone();

    deliver("a.log:1", "a");

    assertThat(line.get(10, TimeUnit.SECONDS)).isInstanceOf(LineOutcome.Click.class);
  }

  @Test
  void aLineThatHasNotComeWhenTheWorkHasEndedIsRejectedOrLost() throws Exception {
    deliver("a.log:1", "a");
    delivered.put("b", "no click".getBytes(StandardCharsets.UTF_8));
    end.countDown();
    log.start();

    assertThat(log.of(2)).isEqualTo(new LineOutcome.Rejected("no click"));
    assertThat(log.of(3)).isEqualTo(new LineOutcome.Lost());
    assertThat(log.of(1)).isInstanceOf(LineOutcome.Click.class);
  }

  private void deliver(String id, String client) {
    delivered.put(client, "{\"id\":\"%s\"}".formatted(id).getBytes(StandardCharsets.UTF_8));
  }

  private LineOutcome waitedFor(long line) {
    try {
      return log.of(line);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LineOutcome.Click click(LineOutcome outcome) {
    return (LineOutcome.Click) outcome;
  }
}
