package io.dynamopatterns.aggregator.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfiguredRuleTest {
  private static final String PAID = "{\"state\":[\"PAID\"]}";

  private final ConfiguredRule rule =
      new ConfiguredRule(OptionalLong.of(10), Set.of("login", "clicks"), Optional.of(PAID));

  @Test
  void eachPartOfTheRuleThatDoesNotHoldIsMissing() {
    assertThat(rule.missing(progress(Map.of("clicks", 7L), Set.of())))
        .containsExactly(
            "3 more events (7 of 10)",
            "an event of the source login",
            "an event that matches " + PAID);
  }

  @Test
  void aRoundIsCompleteWhenNothingIsMissing() {
    Set<String> marks = rule.marks(event("{\"state\":\"PAID\"}"));
    for (long count : List.of(9L, 10L, 11L)) {
      for (Map<String, Long> sources :
          List.of(Map.of("clicks", count), Map.of("clicks", count - 1, "login", 1L))) {
        for (Set<String> marked : List.of(Set.<String>of(), marks)) {
          RoundProgress progress = progress(sources, marked);
          assertThat(rule.isComplete(progress, event("{}")))
              .as(progress.toString())
              .isEqualTo(rule.missing(progress).isEmpty());
        }
      }
    }
  }

  /** Whole events are read from their parts, which costs a read unit for each 4 KB. */
  @Test
  void onlyARuleThatLooksAtWhatEventsSayReadsThemWhole() {
    assertThat(rule.readsWholeEvents()).isTrue();
    assertThat(
            new ConfiguredRule(OptionalLong.of(10), Set.of("login"), Optional.empty())
                .readsWholeEvents())
        .isFalse();
    CompletionRule own = (progress, latest) -> true;
    assertThat(own.readsWholeEvents()).isFalse();
  }

  private static RoundProgress progress(Map<String, Long> sources, Set<String> marks) {
    long count = sources.values().stream().mapToLong(Long::longValue).sum();
    return new RoundProgress(
        "ann", 1, count, new TreeMap<>(sources), marks, Instant.parse("2026-11-28T10:00:00Z"));
  }

  private static AggregatedEvent event(String json) {
    return new AggregatedEvent("ann", "1", "clicks", Instant.EPOCH, Optional.of(json));
  }
}
