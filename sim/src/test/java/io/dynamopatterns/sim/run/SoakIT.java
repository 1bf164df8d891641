package io.dynamopatterns.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.sim.pattern.aggregator.AggregatorSoak;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** {@code ./simulate --soak EVENTS} runs it, and every night does. */
@EnabledIfSystemProperty(named = "sim.soak", matches = "[0-9]+")
class SoakIT {
  private static final int REPORT_ONCE_IN = 20;

  /** It has all classes of faults of the soak. */
  private static final long SEED = 4;

  @Test
  void nothingGrowsAndNoOrderIsLostOverAMillionEvents() {
    PrintStream console = FunctionLogs.silence();
    List<AggregatorSoak.Progress> all = new ArrayList<>();
    AggregatorSoak soak =
        new AggregatorSoak(
            Integer.getInteger("sim.soak"),
            progress -> {
              all.add(progress);
              if (all.size() % REPORT_ONCE_IN == 0) {
                console.println(progress);
              }
            });
    Simulator.History history =
        Simulator.history(soak, SEED, HistoryClients.DIRECT, Bounds.of(soak), Optional.empty());
    System.setOut(console);
    console.println(history.faults());
    history
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError(failure.cause());
            });
    assertThat(history.faults().keySet()).containsAll(soak.faults());
    // A third is enough to fill the retention.
    List<AggregatorSoak.Progress> filling = all.subList(0, all.size() / 3);
    List<AggregatorSoak.Progress> filled = all.subList(all.size() / 3, all.size());
    assertThat(most(filled, AggregatorSoak.Progress::positions))
        .as("positions of a round")
        .isLessThanOrEqualTo(most(filling, AggregatorSoak.Progress::positions));
    assertThat(most(filled, AggregatorSoak.Progress::items))
        .as("items")
        .isLessThanOrEqualTo(most(filling, AggregatorSoak.Progress::items) * 101 / 100);
    assertThat(most(filled, AggregatorSoak.Progress::heapMegabytes))
        .as("megabytes of heap")
        .isLessThanOrEqualTo(most(filling, AggregatorSoak.Progress::heapMegabytes) * 110 / 100);
  }

  private static long most(
      List<AggregatorSoak.Progress> reports, ToLongFunction<AggregatorSoak.Progress> number) {
    return reports.stream().mapToLong(number).max().orElseThrow();
  }
}
