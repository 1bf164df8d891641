package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final Duration LENGTH = Duration.ofMinutes(2);
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void aLeaseHoldsUntilItIsOverByClocksThatAreFiveSecondsApart() {
    assertThat(Leases.isOver(NOW.plusSeconds(1), NOW, LENGTH)).isFalse();
    assertThat(Leases.isOver(NOW.minusSeconds(5), NOW, LENGTH)).isFalse();
    assertThat(Leases.isOver(NOW.minusMillis(5001), NOW, LENGTH)).isTrue();
  }

  @Test
  void aLeaseOfAClockThatIsADayAheadIsOver() {
    assertThat(Leases.isOver(NOW.plus(LENGTH).plusSeconds(60), NOW, LENGTH)).isFalse();
    assertThat(Leases.isOver(NOW.plus(LENGTH).plusMillis(60_001), NOW, LENGTH)).isTrue();
    assertThat(Leases.isOver(NOW.plus(LENGTH).plus(Duration.ofDays(1)), NOW, LENGTH)).isTrue();
  }
}
