package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.pattern.Scenarios;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Histories that failed once, because of a fault or without a guard of the code. A line is what
 * {@code ./simulate} prints of a failure. A change of its scenario makes another history of a seed:
 * look for a new one then, by {@code sim/mutants} if it is of a guard.
 */
class RegressionsIT {
  @ParameterizedTest(name = "{0}, seed {1}: {2}")
  @CsvSource({
    "versioned, 0, functions that are restored from one snapshot write under different names",
    "history, 3, a statement that failed for good fails its record",
    "aggregator, 3, an event is not counted again though it is delivered again",
    "aggregator, 94, what one stream counted is known when another one opens the next round",
    "periodic, 12, an event that is stored while its bucket is closed is in a digest",
    "processor, 5, a run whose save was refused writes no more",
    "eventstore, 43, a batch that is buffered while a pump runs is not hidden by it",
    "eventstore, 217, a claim lasts until all of its records are stored",
    "eventstore, 268, a shard with buffered events is not closed",
  })
  void passesNow(String pattern, long seed, String guarantee) {
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
