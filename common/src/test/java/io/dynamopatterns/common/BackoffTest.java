package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF =
      new Backoff(5, Duration.ofMillis(10), Duration.ofMillis(300));

  @Property
  void delaysStayBelowTheirBoundForEveryAttempt(@ForAll @IntRange(min = 1, max = 1_000) int n) {
    long bound = n > 5 ? 300 : Math.min(300, 10L << (n - 1));

    assertThat(BACKOFF.delay(n)).isBetween(Duration.ZERO, Duration.ofMillis(bound));
  }

  @Test
  void delaysGrowWithTheAttempts() {
    assertThat(IntStream.range(0, 100).mapToObj(draw -> BACKOFF.delay(5)))
        .anyMatch(delay -> delay.compareTo(BACKOFF.base()) > 0);
  }

  @Test
  void attemptsAreBounded() {
    assertThat(BACKOFF.allows(4)).isTrue();
    assertThat(BACKOFF.allows(5)).isFalse();
  }

  @Test
  void anImpossibleSettingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(0, Duration.ZERO, Duration.ZERO))
        .withMessageContaining("attempts must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(1, Duration.ofNanos(-1), Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(1, Duration.ofNanos(1), Duration.ZERO));
    assertThat(new Backoff(1, Duration.ZERO, Duration.ZERO).delay(1)).isZero();
  }
}
