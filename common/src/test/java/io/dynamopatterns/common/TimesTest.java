package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @Property(tries = 500)
  void everyTimeComesBackFromItsText(
      @ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long millis) {
    Instant time = Instant.ofEpochMilli(millis);
    assertThat(Times.text(time)).hasSize(Times.LENGTH);
    assertThat(Times.parse(Times.text(time))).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-20T12:00:00Z",
        "2026-11-20T12:00:00.000+",
        "2026-13-20T12:00:00.000Z",
        "now"
      })
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void timesBetweenMillisecondsAreRoundedUp() {
    assertThat(Times.ceiling(NOON)).isEqualTo(NOON);
    assertThat(Times.ceiling(NOON.plusNanos(1))).isEqualTo(NOON.plusMillis(1));
    assertThat(Times.max(NOON, NOON.plusMillis(1))).isEqualTo(NOON.plusMillis(1));
  }
}
