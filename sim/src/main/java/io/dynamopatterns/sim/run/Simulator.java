package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.RemovedGuard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Runs the histories of a scenario, one for each seed. */
public final class Simulator {
  private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

  private Simulator() {}

  /** A history that broke a guarantee. */
  public record Failure(String scenario, long seed, Throwable cause) {
    /**
     * Whether an oracle says so: what it saw is wrong, or it got no answer. Otherwise something
     * else threw, such as a function whose request makes no sense without a guard.
     */
    public boolean isOfAnOracle() {
      return cause instanceof AssertionError && cause.getCause() == null;
    }

    /** The command that runs it again, within bounds. */
    public String command(Bounds bounds) {
      return "./simulate %s --from %d --seeds 1%s".formatted(scenario, seed, bounds.options());
    }
  }

  /**
   * @param faults how often each class occurred
   */
  public record Result(
      Scenario scenario, int histories, List<Failure> failures, Map<FaultClass, Long> faults) {}

  /**
   * @param drawn how many faults were drawn, also those that did not happen
   * @param steps how many steps of the scenario it had
   * @param end the last state of its random numbers, clock and faults: equal for equal histories
   */
  record History(
      Optional<Failure> failure,
      Map<FaultClass, Long> faults,
      int drawn,
      int steps,
      List<Object> end) {}

  /** Runs histories with these seeds, as many at once as there are processors. */
  public static Result run(Scenario scenario, Bounds bounds, long from, int histories) {
    return run(scenario, bounds, from, histories, Optional.empty());
  }

  private static Result run(
      Scenario scenario, Bounds bounds, long from, int histories, Optional<RemovedGuard> removed) {
    List<Failure> failures = new ArrayList<>();
    Map<FaultClass, Long> faults = new EnumMap<>(FaultClass.class);
    HistoryClients.values();
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<History>> running =
          LongStream.range(from, from + histories)
              .mapToObj(seed -> executor.submit(() -> history(scenario, seed, bounds, removed)))
              .toList();
      for (Future<History> future : running) {
        History history = future.get();
        history.failure().ifPresent(failures::add);
        history.faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    failures.sort(Comparator.comparingLong(Failure::seed));
    return new Result(scenario, histories, failures, faults);
  }

  static History history(
      Scenario scenario, long seed, Bounds bounds, Optional<RemovedGuard> removed) {
    return history(scenario, seed, HistoryClients.of(seed), bounds, removed);
  }

  static History history(
      Scenario scenario,
      long seed,
      HistoryClients clients,
      Bounds bounds,
      Optional<RemovedGuard> removed) {
    World world = new World(seed, clients, bounds, removed);
    Optional<Failure> failure = Optional.empty();
    try {
      scenario.run(world);
    } catch (Throwable e) {
      failure = Optional.of(new Failure(scenario.name(), seed, e));
    }
    History history =
        new History(
            failure, world.faults().counts(), world.faults().drawn(), world.steps(), world.end());
    world.scheduler().end();
    return history;
  }

  /** Whether the history fails as the whole one does: to an oracle, or otherwise. */
  private static boolean fails(Scenario scenario, long seed, Bounds bounds, boolean isOfAnOracle) {
    return history(scenario, seed, bounds, Optional.empty())
        .failure()
        .filter(failure -> failure.isOfAnOracle() == isOfAnOracle)
        .isPresent();
  }

  /**
   * The first history that breaks a guarantee, with a guard or without it; empty if none of them
   * does.
   *
   * @param removed the guard that the histories do without
   */
  public static Optional<Failure> firstFailure(
      Scenario scenario, Bounds bounds, long from, int histories, Optional<RemovedGuard> removed) {
    for (long seed = from; seed < from + histories; seed += AT_ONCE) {
      int some = (int) Math.min(AT_ONCE, from + histories - seed);
      Optional<Failure> first =
          run(scenario, bounds, seed, some, removed).failures().stream()
              .filter(Failure::isOfAnOracle)
              .findFirst();
      if (first.isPresent()) {
        return first;
      }
    }
    return Optional.empty();
  }

  /** Small bounds within which a history still fails: fewer steps, classes, and faults. */
  public static Bounds shrunk(Scenario scenario, Failure failure, Bounds bounds) {
    long seed = failure.seed();
    Predicate<Bounds> fails = smaller -> fails(scenario, seed, smaller, failure.isOfAnOracle());
    History whole = history(scenario, seed, bounds, Optional.empty());
    Bounds small = fewest(whole.steps(), bounds::withSteps, fails).orElse(bounds);
    for (FaultClass fault : bounds.faults()) {
      Bounds fewer = small.withoutFault(fault);
      if (fails.test(fewer)) {
        small = fewer;
      }
    }
    int faults = history(scenario, seed, small, Optional.empty()).drawn();
    return fewest(faults, small::withMostFaults, fails).orElse(small);
  }

  /** Halves a number for as long as the history fails; empty if it does not fail with all. */
  private static Optional<Bounds> fewest(
      int all, IntFunction<Bounds> bounds, Predicate<Bounds> fails) {
    if (!fails.test(bounds.apply(all))) {
      return Optional.empty();
    }
    int passes = -1;
    int least = all;
    while (least - passes > 1) {
      int middle = (passes + least + 1) / 2;
      if (fails.test(bounds.apply(middle))) {
        least = middle;
      } else {
        passes = middle;
      }
    }
    return Optional.of(bounds.apply(least));
  }
}
