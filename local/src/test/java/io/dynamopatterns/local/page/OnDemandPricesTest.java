package io.dynamopatterns.local.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OnDemandPricesTest {
  @Test
  void aMillionOfEachIsBilledAsDocsCostHasIt() {
    assertThat(OnDemandPrices.dollars(1_000_000, 0, 0, Duration.ZERO, 128))
        .isCloseTo(0.625, within(1e-9));
    assertThat(OnDemandPrices.dollars(0, 1_000_000, 0, Duration.ZERO, 128))
        .isCloseTo(0.125, within(1e-9));
    assertThat(OnDemandPrices.dollars(0, 0, 1_000_000, Duration.ZERO, 128))
        .isCloseTo(0.2, within(1e-9));
    assertThat(OnDemandPrices.dollars(0, 0, 0, Duration.ofSeconds(1_000_000), 512))
        .isCloseTo(6.6667, within(0.0001));
  }
}
