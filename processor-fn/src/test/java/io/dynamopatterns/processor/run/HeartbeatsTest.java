package io.dynamopatterns.processor.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  @Test
  void heartBeatsOnItsOwnThreadUntilItIsClosed() throws Exception {
    BlockingQueue<Thread> beats = new LinkedBlockingQueue<>();
    Heartbeats.Beating heart =
        Heartbeats.threads()
            .start("lease", Duration.ofMillis(1), () -> beats.add(Thread.currentThread()));
    Thread beating = beats.poll(30, TimeUnit.SECONDS);
    assertThat(beats.poll(30, TimeUnit.SECONDS)).isSameAs(beating);
    heart.close();
    beating.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(beating.isAlive()).isFalse();
    assertThat(beating.isDaemon()).isTrue();
    assertThat(beating).isNotSameAs(Thread.currentThread());
  }
}
