package io.dynamopatterns.sim.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.mapping.VirtualClock;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SimulatedActorTest {
  @Test
  void anActorThatWaitsForEverEndsWithItsHistory() throws InterruptedException {
    Scheduler scheduler =
        new Scheduler(
            RandomGenerator.of("L64X128MixRandom"), new VirtualClock(Instant.EPOCH), false);
    CountDownLatch ended = new CountDownLatch(2);
    SimulatedActor actor =
        scheduler.start(
            "mapping",
            (operation, request) -> {
              throw new IOException("it makes no requests");
            },
            () -> {
              Thread.ofPlatform().start(() -> waitForEver(ended));
              waitForEver(ended);
            });
    scheduler.end();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(actor.hasEnded()).isTrue();
  }

  private static void waitForEver(CountDownLatch ended) {
    try {
      SimulatedActor.current().await(() -> false);
    } catch (Died end) {
      ended.countDown();
    }
  }
}
