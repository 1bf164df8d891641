package io.dynamopatterns.eventstore.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceTest {
  private static final List<String> RISING =
      List.of("0", "1", "9", "10", "19", "20", "100", "9".repeat(99), "1" + "0".repeat(99));

  @Test
  void numbersOfAnyLengthRiseAlsoAsTheTextThatTheyAreStoredAs() {
    for (int i = 1; i < RISING.size(); i++) {
      String lower = RISING.get(i - 1);
      String higher = RISING.get(i);
      assertThat(Sequence.compare(lower, higher)).isNegative();
      assertThat(Sequence.compare(higher, lower)).isPositive();
      assertThat(Sequence.compare(lower, lower)).isZero();
      assertThat(Sequence.sortable(lower)).isLessThan(Sequence.sortable(higher));
    }
  }

  @Test
  void aNumberMayHave129Digits() {
    assertThat(Sequence.require("9".repeat(129))).hasSize(129);
    assertThat(Sequence.require("0")).isEqualTo("0");
    assertThat(Sequence.require("905")).isEqualTo("905");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "01", "-1", "1a", "1/", "1:", "TRIM_HORIZON"})
  void whatIsNoNumberIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequence.require(text))
        .withMessageContaining("'" + text + "'");
  }

  @Test
  void aNumberOf130DigitsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Sequence.require("9".repeat(130)));
  }

  @Test
  void aSlotBeginsAtAMultipleOfItsWidthAlsoBefore1970() {
    Instant time = Instant.parse("2026-11-20T10:59:59.999Z");

    assertThat(Slot.startOf(time, Duration.ofMinutes(60)))
        .isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
    assertThat(Slot.startOf(time, Duration.ofMinutes(1)))
        .isEqualTo(Instant.parse("2026-11-20T10:59:00Z"));
    assertThat(Slot.startOf(time, Duration.ofMinutes(1440)))
        .isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
    assertThat(Slot.startOf(Instant.parse("1969-12-31T23:30:00Z"), Duration.ofMinutes(60)))
        .isEqualTo(Instant.parse("1969-12-31T23:00:00Z"));
  }
}
