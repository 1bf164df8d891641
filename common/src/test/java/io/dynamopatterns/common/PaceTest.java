package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Deadline FAR = Deadline.after(Duration.ofMinutes(5));

  private final List<Duration> sleeps = new ArrayList<>();
  private long now;
  private final Waiting waiting =
      new Waiting() {
        @Override
        public long nanos() {
          return now;
        }

        @Override
        public void sleep(Duration time) {
          sleeps.add(time);
          now += time.toNanos();
        }
      };
  private final Pace pace = new Pace(OptionalInt.of(50), waiting);

  @Test
  void portionsAreAQuarterOfASecondAndNeverNothing() {
    assertThat(pace.portion(1000)).isEqualTo(12);
    assertThat(pace.portion(5)).isEqualTo(5);
    assertThat(new Pace(OptionalInt.of(1), waiting).portion(1000)).isEqualTo(1);
  }

  @Test
  void whoIsAheadOfTheRateWaits() {
    pace.await(FAR);
    pace.take(10);
    pace.await(FAR);
    pace.take(25);
    pace.await(FAR);
    assertThat(sleeps).containsExactly(Duration.ofMillis(200), Duration.ofMillis(500));
  }

  @Test
  void timeThatTheWorkTookIsNotWaitedAgainAndWhatWasLateIsNotMadeUpFor() {
    pace.take(10);
    now += Duration.ofMillis(150).toNanos();
    pace.await(FAR);
    now += Duration.ofSeconds(10).toNanos();
    pace.take(10);
    pace.await(FAR);
    assertThat(sleeps).containsExactly(Duration.ofMillis(50), Duration.ofMillis(200));
  }

  @Test
  void noCallWaitsBeyondTheDeadline() {
    pace.take(1000);
    pace.await(Deadline.after(Duration.ZERO));
    assertThat(sleeps).containsExactly(Duration.ZERO);
  }

  @Test
  void withoutARateNoCallWaits() {
    Pace free = new Pace(OptionalInt.empty(), waiting);
    assertThat(free.portion(1000)).isEqualTo(1000);
    free.take(100_000);
    free.await(FAR);
    assertThat(sleeps).isEmpty();
  }

  @Test
  void whoIsInterruptedWhileWaitingStaysSoAndSendsNothing() {
    Pace real = new Pace(OptionalInt.of(1), Waiting.real());
    real.take(60);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> real.await(FAR)).hasMessage("interrupted while keeping the rate");
    assertThat(Thread.interrupted()).isTrue();
  }
}
