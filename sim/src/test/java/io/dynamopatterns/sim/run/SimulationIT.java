package io.dynamopatterns.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.sim.fault.RemovedGuard;
import io.dynamopatterns.sim.suite.Scenarios;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories of every pattern, and what its guards are good for. {@code ./simulate} runs more of
 * them, or the one of a seed.
 */
class SimulationIT {
  private static final int HISTORIES = Integer.getInteger("sim.histories", 25);
  private static final long FROM = Long.getLong("sim.from", 0);
  private static final String PATTERN = System.getProperty("sim.pattern", "");
  private static final String OPTIONS = System.getProperty("sim.options", "");

  /** This number of histories has each class of faults that a pattern can have. */
  private static final int HISTORIES_OF_A_MATRIX = 100;

  /** A guard is useful if its absence is seen within this many histories. */
  private static final int HISTORIES_WITHOUT_A_GUARD = 300;

  private static PrintStream console;
  private static final List<Simulator.Result> RESULTS = new ArrayList<>();

  @BeforeAll
  static void silenceFunctions() {
    console = FunctionLogs.silence();
  }

  @AfterAll
  static void everyCellOfTheMatrixHasAFaultOrANote() {
    System.setOut(console);
    if (!RESULTS.isEmpty()) {
      System.out.println(FaultMatrix.of(RESULTS));
    }
    if (HISTORIES >= HISTORIES_OF_A_MATRIX && OPTIONS.isBlank()) {
      assertThat(FaultMatrix.empty(RESULTS)).as("faults that no history had").isEmpty();
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

  private static Bounds bounds(Scenario scenario) {
    return Bounds.parse(scenario, OPTIONS);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyHistoryKeepsThePatternsGuarantees(Scenario scenario) {
    Bounds bounds = bounds(scenario);
    long began = System.nanoTime();
    Simulator.Result result = Simulator.run(scenario, bounds, FROM, HISTORIES);
    RESULTS.add(result);
    console.printf(
        "%s: %d histories in %.1f s%n",
        scenario.name(), HISTORIES, (System.nanoTime() - began) / 1e9);
    if (!result.failures().isEmpty()) {
      Simulator.Failure first = result.failures().getFirst();
      throw new AssertionError(
          "%s: %d of %d histories failed, with the seeds %s. The first one again, made small: %s"
              .formatted(
                  scenario.name(),
                  result.failures().size(),
                  HISTORIES,
                  result.failures().stream().map(Simulator.Failure::seed).limit(10).toList(),
                  first.command(Simulator.shrunk(scenario, first, bounds))),
          first.cause());
    }
  }

  /** For {@code sim/mutants}, which removes guards from the code. */
  @ParameterizedTest
  @MethodSource("scenarios")
  @EnabledIfSystemProperty(named = "sim.until-red", matches = "true")
  void aHistoryFails(Scenario scenario) {
    Bounds bounds = bounds(scenario);
    Simulator.Failure first =
        Simulator.firstFailure(scenario, bounds, FROM, HISTORIES, Optional.empty())
            .orElseThrow(() -> new AssertionError("not seen in %d histories".formatted(HISTORIES)));
    console.printf(
        "red at seed %d: %s%n%s%n",
        first.seed(),
        first.cause().getMessage(),
        first.command(Simulator.shrunk(scenario, first, bounds)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("guards")
  void withoutAGuardAHistoryFails(
      String pattern, String name, Scenario scenario, RemovedGuard guard) {
    Optional<Simulator.Failure> first =
        Simulator.firstFailure(
            scenario, Bounds.of(scenario), 0, HISTORIES_WITHOUT_A_GUARD, Optional.of(guard));
    assertThat(first).as("a history that fails without: %s", name).isPresent();
    console.printf(
        "%s: red at seed %d without %s: %s%n",
        pattern, first.get().seed(), name, first.get().cause().getMessage());
  }

  /**
   * A difference must repeat itself: a thread that was woken and does not run yet looks as if it
   * waited, so on a busy machine the scheduler may move on too early.
   */
  @ParameterizedTest
  @MethodSource("scenarios")
  void oneSeedIsOneHistoryWithTheSdkAndWithoutIt(Scenario scenario) {
    LongStream.range(0, 6)
        .parallel()
        .forEach(
            seed ->
                assertThat(
                        end(
                            scenario,
                            seed,
                            seed % 2 == 0 ? HistoryClients.SDK : HistoryClients.DIRECT))
                    .isEqualTo(end(scenario, seed, HistoryClients.DIRECT)));
  }

  private static List<Object> end(Scenario scenario, long seed, HistoryClients clients) {
    return Simulator.history(scenario, seed, clients, Bounds.of(scenario), Optional.empty()).end();
  }
}
