package io.dynamopatterns.fanout.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Deadline FAR = Deadline.after(Duration.ofMinutes(5));

  private final List<Duration> sleeps = new ArrayList<>();
  private long now;
  private final Pace pace =
      new Pace(
          50,
          () -> now,
          time -> {
            sleeps.add(time);
            now += time.toNanos();
          });

  @Test
  void whoIsAheadOfTheRateWaits() {
    pace.done(10, FAR);
    pace.done(25, FAR);
    assertThat(sleeps).containsExactly(Duration.ofMillis(200), Duration.ofMillis(500));
  }

  @Test
  void timeThatTheWorkTookIsNotWaitedAgain() {
    now += Duration.ofMillis(150).toNanos();
    pace.done(10, FAR);
    now += Duration.ofSeconds(10).toNanos();
    pace.done(10, FAR);
    assertThat(sleeps).containsExactly(Duration.ofMillis(50));
  }

  @Test
  void nobodyWaitsBeyondTheDeadline() {
    pace.done(1000, Deadline.after(Duration.ZERO));
    assertThat(sleeps).containsExactly(Duration.ZERO);
  }
}
