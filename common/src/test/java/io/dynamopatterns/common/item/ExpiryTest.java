package io.dynamopatterns.common.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void anItemHasExpiredFromItsSecondOn() {
    Expiry expiry = Expiry.in(Duration.ofDays(1), () -> TEN.minus(Duration.ofDays(1)));

    assertThat(expiry).isEqualTo(Expiry.at(TEN.plusMillis(999)));
    assertThat(expiry.epochSeconds()).isEqualTo(TEN.getEpochSecond());
    assertThat(expiry.isPast(TEN.minusMillis(1))).isFalse();
    assertThat(expiry.isPast(TEN)).isTrue();
  }
}
