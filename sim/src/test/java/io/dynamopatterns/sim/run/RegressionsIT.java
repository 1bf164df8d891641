package io.dynamopatterns.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.sim.suite.Scenarios;
import java.io.PrintStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The small histories of {@code src/test/resources/regressions.txt}. */
class RegressionsIT {
  private static final Pattern COMMAND =
      Pattern.compile("\\./simulate (\\w+) --from (\\d+) --seeds 1(.*)");

  private static PrintStream console;

  @BeforeAll
  static void silenceFunctions() {
    console = FunctionLogs.silence();
  }

  @AfterAll
  static void showFunctions() {
    System.setOut(console);
  }

  @ParameterizedTest(name = "{2}: {0}")
  @CsvFileSource(resources = "/regressions.txt", delimiter = '|')
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
