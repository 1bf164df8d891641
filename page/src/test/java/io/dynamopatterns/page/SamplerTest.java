package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SamplerTest {
  @Test
  void aRunThatFailsIsFollowedByTheNextRun() throws Exception {
    CountDownLatch third = new CountDownLatch(3);
    AtomicInteger runs = new AtomicInteger();
    Sampler sampler =
        Sampler.start(
            "failing",
            Duration.ofMillis(1),
            () -> {
              third.countDown();
              if (runs.incrementAndGet() <= 2) {
                throw new IllegalStateException("DynamoDB Local does not answer");
              }
            });
    assertThat(third.await(20, TimeUnit.SECONDS)).isTrue();
    sampler.close();
  }

  @Test
  void noRunFollowsTheClose() {
    AtomicInteger runs = new AtomicInteger();
    Sampler sampler = Sampler.start("closed", Duration.ofMillis(1), runs::incrementAndGet);
    sampler.close();
    int before = runs.get();
    assertThat(Thread.getAllStackTraces().keySet()).noneMatch(t -> t.getName().equals("closed"));
    assertThat(runs.get()).isEqualTo(before);
  }
}
