package io.dynamopatterns.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.sim.fault.Guard;
import io.dynamopatterns.sim.pattern.Scenarios;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories of every pattern, and what its guards are good for. {@code ./simulate} runs more of
 * them, or the one of a seed.
 */
class SimulationIT {
  private static final int HISTORIES = Integer.getInteger("sim.histories", 6);
  private static final long FROM = Long.getLong("sim.from", 0);
  private static final String PATTERN = System.getProperty("sim.pattern", "");

  /** A guard is useful if its absence is seen within this many histories. */
  private static final int HISTORIES_WITHOUT_A_GUARD = 100;

  private static final PrintStream CONSOLE = System.out;
  private static final List<Simulator.Result> RESULTS = new ArrayList<>();

  @BeforeAll
  static void silenceFunctions() {
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
  }

  @AfterAll
  static void printMatrix() {
    System.setOut(CONSOLE);
    if (!RESULTS.isEmpty()) {
      System.out.println(FaultMatrix.of(RESULTS));
    }
  }

  static Stream<Scenario> scenarios() {
    return Scenarios.all().stream()
        .filter(scenario -> PATTERN.isEmpty() || scenario.name().equals(PATTERN));
  }

  static Stream<Arguments> guards() {
    return scenarios()
        .flatMap(
            scenario ->
                scenario.guards().stream()
                    .map(guard -> Arguments.of(scenario.name(), guard.name(), scenario, guard)));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyHistoryKeepsThePatternsGuarantees(Scenario scenario) {
    Simulator.Result result = Simulator.run(scenario, FROM, HISTORIES);
    RESULTS.add(result);
    if (!result.failures().isEmpty()) {
      Simulator.Failure first = result.failures().getFirst();
      throw new AssertionError(
          "%s: %d of %d histories failed, with the seeds %s; ./simulate %s --from %d --seeds 1 runs the first again, which needs %s"
              .formatted(
                  scenario.name(),
                  result.failures().size(),
                  HISTORIES,
                  result.failures().stream().map(Simulator.Failure::seed).limit(10).toList(),
                  scenario.name(),
                  first.seed(),
                  Simulator.shrunk(scenario, first.seed())),
          first.cause());
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("guards")
  void withoutAGuardAHistoryFails(String pattern, String name, Scenario scenario, Guard guard) {
    assertThat(Simulator.redWithout(scenario, guard, 0, HISTORIES_WITHOUT_A_GUARD))
        .as("the first seed that fails without: %s", name)
        .isPresent();
  }

  @Test
  void oneSeedIsOneHistory() {
    Scenario scenario = Scenarios.all().getFirst();
    assertThat(Simulator.run(scenario, FROM, 5).faults())
        .isEqualTo(Simulator.run(scenario, FROM, 5).faults());
  }
}
