package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.pattern.Scenarios;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Histories that fail without a guard of the code. {@code sim/mutants} removes each guard, and
 * fails if its history here passes then: a change of the simulator makes another history of a seed.
 */
class RegressionsIT {
  @ParameterizedTest(name = "{0}, seed {1}: {3}")
  @CsvSource({
    "versioned, 0, names-before-restore, functions that are restored from one snapshot write under different names",
    "history, 3, failure-not-reported, a statement that failed for good fails its record",
    "aggregator, 3, passed-ignored, an event is not counted again though it is delivered again",
    "aggregator, 94, positions-not-carried, what one stream counted is known when another one opens the next round",
    "periodic, 12, bucket-not-looked-at, an event that is stored while its bucket is closed is in a digest",
    "processor, 5, refused-save-ignored, a run whose save was refused writes no more",
    "eventstore, 43, batches-not-counted, a batch that is buffered while a pump runs is not hidden by it",
    "eventstore, 217, claim-ends-early, a claim lasts until all of its records are stored",
    "eventstore, 268, closes-with-buffered, a shard with buffered events is not closed",
  })
  void passesNow(String pattern, long seed, String mutant, String guarantee) {
    Scenario scenario =
        Scenarios.all().stream()
            .filter(one -> one.name().equals(pattern))
            .findFirst()
            .orElseThrow();
    Simulator.history(scenario, seed, Bounds.of(scenario), Optional.empty())
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(guarantee, failure.cause());
            });
  }
}
