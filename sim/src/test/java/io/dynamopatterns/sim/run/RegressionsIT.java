package io.dynamopatterns.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.sim.pattern.Scenarios;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small histories that failed, each by the command that {@code ./simulate} printed, and what they
 * show. Those of a mutant fail without a guard of the code: {@code sim/mutants} removes each guard,
 * and fails if its history here passes then, as a change of the simulator makes another history of
 * a seed. One that was found in the code itself has no mutant.
 */
class RegressionsIT {
  private static final Pattern COMMAND =
      Pattern.compile("./simulate (\\w+) --from (\\d+) --seeds 1(.*)");

  @ParameterizedTest(name = "{2}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "./simulate history --from 3 --seeds 1 | history-failure-not-reported | a statement that"
            + " failed for good fails its record",
      })
  void passesNow(String command, String mutant, String guarantee) {
    Matcher parts = COMMAND.matcher(command);
    assertThat(parts.matches()).as(command).isTrue();
    Scenario scenario =
        Scenarios.all().stream()
            .filter(one -> one.name().equals(parts.group(1)))
            .findFirst()
            .orElseThrow();
    Bounds bounds = Bounds.parse(scenario, parts.group(3));
    Simulator.history(scenario, Long.parseLong(parts.group(2)), bounds, Optional.empty())
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(guarantee, failure.cause());
            });
  }
}
