package io.dynamopatterns.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunProgressTest {
  @Test
  void readingShowsDoneOfTotalRateAndTimeLeft() {
    assertThat(RunProgress.reading(2_500, 10_000, Duration.ofSeconds(5)))
        .isEqualTo("reading 2,500 of 10,000 lines (25 %), 500 a second, 15 s left");
  }

  @Test
  void nothingIsSaidOfTheRateBeforeTheFirstLine() {
    assertThat(RunProgress.reading(0, 10_000, Duration.ofSeconds(5)))
        .isEqualTo("reading 0 of 10,000 lines (0 %)");
    assertThat(RunProgress.reading(0, 0, Duration.ZERO)).isEqualTo("reading 0 of 0 lines (100 %)");
  }
}
