package io.dynamopatterns.sim.suite;

import io.dynamopatterns.sim.pattern.aggregator.AggregatorScenario;
import io.dynamopatterns.sim.pattern.eventstore.EventStoreScenario;
import io.dynamopatterns.sim.pattern.fanout.FanOutScenario;
import io.dynamopatterns.sim.pattern.history.HistoryScenario;
import io.dynamopatterns.sim.pattern.periodic.PeriodicScenario;
import io.dynamopatterns.sim.pattern.processor.ProcessorScenario;
import io.dynamopatterns.sim.pattern.versioned.VersionedScenario;
import io.dynamopatterns.sim.run.Scenario;
import java.util.List;

/** All scenarios. */
public final class Scenarios {
  private Scenarios() {}

  public static List<Scenario> all() {
    return List.of(
        new VersionedScenario(),
        new HistoryScenario(),
        new AggregatorScenario(),
        new PeriodicScenario(),
        new ProcessorScenario(),
        new EventStoreScenario(),
        new FanOutScenario());
  }
}
