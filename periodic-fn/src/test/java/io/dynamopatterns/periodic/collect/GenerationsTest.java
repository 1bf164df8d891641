package io.dynamopatterns.periodic.collect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GenerationsTest {
  private final Generations generations = new Generations();

  @Test
  void aPeriodsLatestGenerationIsRemembered() {
    generations.remember("a", 1);
    generations.remember("a", 2);
    generations.remember("b", 0);

    assertThat(generations.of("a")).contains(2);
    assertThat(generations.of("b")).contains(0);
    assertThat(generations.of("c")).isEmpty();
  }

  @Test
  void aThousandPeriodsAreRememberedAndTheOldestIsForgotten() {
    for (int period = 0; period < 1000; period++) {
      generations.remember("period-" + period, 0);
    }
    assertThat(generations.of("period-0")).isPresent();

    generations.remember("one-more", 0);
    assertThat(generations.of("period-0")).isEmpty();
    assertThat(generations.of("period-1")).isPresent();
  }
}
