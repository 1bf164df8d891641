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
    "periodic, 42, an event that is stored while its bucket is closed is in a digest",
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
