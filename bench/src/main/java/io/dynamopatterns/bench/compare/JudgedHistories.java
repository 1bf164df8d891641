package io.dynamopatterns.bench.compare;

import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import io.dynamopatterns.sim.run.Bounds;
import io.dynamopatterns.sim.run.Excluded;
import io.dynamopatterns.sim.run.Scenario;
import io.dynamopatterns.sim.run.Simulator;
import io.dynamopatterns.sim.run.World;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Histories of one contender. A wrong one is counted and does not fail, as peers promise nothing
 * here. All contenders of a workload have the same seeds and the same classes of faults.
 */
final class JudgedHistories implements Scenario {
  private final String name;
  private final Set<FaultClass> faults;
  private final BiConsumer<World, Findings> history;
  private final Findings findings = new Findings();

  private JudgedHistories(
      String name, Set<FaultClass> faults, BiConsumer<World, Findings> history) {
    this.name = name;
    this.faults = faults;
    this.history = history;
  }

  /**
   * Runs histories and counts what is wrong in them.
   *
   * @param history runs one and judges it
   * @throws IllegalStateException if one does not come to an end
   */
  static Findings run(
      String name, Set<FaultClass> faults, int histories, BiConsumer<World, Findings> history) {
    JudgedHistories scenario = new JudgedHistories(name, faults, history);
    List<Simulator.Failure> failures =
        Simulator.run(scenario, Bounds.of(scenario), 1, histories).failures();
    if (!failures.isEmpty()) {
      Simulator.Failure first = failures.getFirst();
      throw new IllegalStateException(
          "%s: the history of seed %d has no end".formatted(name, first.seed()), first.cause());
    }
    return scenario.findings;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<FaultClass> faults() {
    return faults;
  }

  @Override
  public Excluded excluded() {
    return new Excluded();
  }

  @Override
  public List<RemovedGuard> guards() {
    return List.of();
  }

  @Override
  public void run(World world) {
    history.accept(world, findings);
  }
}
