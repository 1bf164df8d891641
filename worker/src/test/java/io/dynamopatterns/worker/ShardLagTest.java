package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.mapping.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShardLagTest {
  @Test
  void theLagOfAShardWhoseReadsFailGrows() {
    VirtualClock clock = new VirtualClock(Instant.EPOCH);
    ShardLag lag = new ShardLag(clock);
    lag.of("shard-1", 0L, () -> Unanswered.NONE);

    clock.advance(Duration.ofMinutes(20));

    assertThat(lag.longest()).isEqualTo(Duration.ofMinutes(20));
  }
}
