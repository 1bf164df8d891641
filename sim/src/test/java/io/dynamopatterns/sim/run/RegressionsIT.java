package io.dynamopatterns.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.sim.pattern.Scenarios;
import java.io.PrintStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
  @CsvSource(
      delimiter = '|',
      value = {
        "./simulate history --from 24 --seeds 1 --faults"
            + " DUPLICATE_DELIVERY,DEAD_LETTERS,THROTTLING,LOST_ANSWER,DEATH,ZOMBIE,TIMEOUT --steps"
            + " 235 --most-faults 14 | history-unchanged-whatever-expected | a restore that finds"
            + " the item as wanted looks at the expected version",
        "./simulate aggregator --from 0 --seeds 1 --faults"
            + " POISON_RECORD,THROTTLING,CONFLICT,SCHEDULE,DEATH,RESHARDING --steps 115"
            + " --most-faults 18 | aggregator-passed-ignored | an event is not counted again though"
            + " it is delivered again",
        "./simulate aggregator --from 12 --seeds 1 --faults"
            + " LOST_ANSWER,CONFLICT,STREAM_LOSS,DEATH,ZOMBIE,TIMEOUT --steps 257 --most-faults 44"
            + " | aggregator-positions-not-carried | what one stream counted is known when another"
            + " one opens the next round",
        "./simulate aggregator --from 280 --seeds 1 --faults"
            + " PARTIAL_BATCH,THROTTLING,LOST_ANSWER,READERS,HOT_KEY,ZOMBIE,LAG --steps 247"
            + " --most-faults 88 | aggregator-tags-back | an event is not tagged with an earlier"
            + " round by a run that is late",
        "./simulate periodic --from 98 --seeds 1 --faults"
            + " DUPLICATE_DELIVERY,POISON_RECORD,DEAD_LETTERS,WRONG_IDENTIFIERS,CONFLICT,CLOCK_SKEW,LARGE_ITEM,HOT_KEY,SCHEDULE,DEATH"
            + " --steps 295 --most-faults 42 | periodic-bucket-not-looked-at | an event that is"
            + " stored while its bucket is closed is in a digest",
        "./simulate processor --from 0 --seeds 1 --faults POISON_RECORD,THROTTLING,DEATH,RESHARDING"
            + " --steps 114 --most-faults 15 | processor-claims-what-runs | work that runs is"
            + " claimed by no other run",
        "./simulate processor --from 4 --seeds 1 --faults"
            + " DUPLICATE_DELIVERY,DEAD_LETTERS,WRONG_IDENTIFIERS,THROTTLING,LOST_ANSWER,LOOP,RESHARDING"
            + " --steps 247 --most-faults 0 | processor-refused-save-ignored | a run whose save was"
            + " refused writes no more",
        "./simulate processor --from 2 --seeds 1 --faults"
            + " WRONG_IDENTIFIERS,THROTTLING,STREAM_LOSS,HOT_KEY,RESHARDING --steps 251"
            + " --most-faults 40 | processor-lost-records-not-nudged | new work whose record was"
            + " lost is begun all the same",
        "./simulate fanout --from 57 --seeds 1 --faults"
            + " DUPLICATE_DELIVERY,PARTIAL_BATCH,WRONG_IDENTIFIERS,THROTTLING,LOST_ANSWER,READERS,DEATH,TIMEOUT"
            + " --steps 120 --most-faults 18 | fanout-replay-skips-what-is-left | a replay that"
            + " stopped continues with the first change that was not sent",
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
