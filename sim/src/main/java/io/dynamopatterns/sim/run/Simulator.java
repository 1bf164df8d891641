package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.fault.FaultClass;
import io.dynamopatterns.sim.fault.Guard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Runs the histories of a scenario, one for each seed. */
public final class Simulator {
  private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

  private Simulator() {}

  /** A history that broke a guarantee. */
  public record Failure(long seed, Throwable cause) {}

  /**
   * @param faults how often each class occurred
   */
  public record Result(
      String scenario, int histories, List<Failure> failures, Map<FaultClass, Long> faults) {}

  private record History(long seed, Optional<Throwable> failure, Map<FaultClass, Long> faults) {}

  /** Runs histories with these seeds, as many at once as there are processors. */
  public static Result run(Scenario scenario, long from, int histories) {
    List<Failure> failures = new ArrayList<>();
    Map<FaultClass, Long> faults = new EnumMap<>(FaultClass.class);
    World.client();
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<History>> running =
          LongStream.range(from, from + histories)
              .mapToObj(
                  seed ->
                      executor.submit(
                          () -> history(scenario, seed, scenario.faults(), Optional.empty())))
              .toList();
      for (Future<History> future : running) {
        History history = future.get();
        history.failure().ifPresent(cause -> failures.add(new Failure(history.seed(), cause)));
        history.faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    failures.sort(Comparator.comparingLong(Failure::seed));
    return new Result(scenario.name(), histories, failures, faults);
  }

  private static History history(
      Scenario scenario, long seed, Set<FaultClass> allowed, Optional<Guard> removed) {
    World world = new World(seed, allowed, removed);
    Optional<Throwable> failure = Optional.empty();
    try {
      scenario.run(world);
    } catch (Throwable e) {
      failure = Optional.of(e);
    }
    return new History(seed, failure, world.faults().counts());
  }

  /** The first seed whose history fails without this guard; empty if none of them does. */
  public static OptionalLong redWithout(Scenario scenario, Guard guard, long from, int histories) {
    return LongStream.range(from, from + histories)
        .filter(
            seed ->
                history(scenario, seed, scenario.faults(), Optional.of(guard))
                    .failure()
                    .isPresent())
        .findFirst();
  }

  /** The fewest classes of faults with which this history still fails. */
  public static Set<FaultClass> shrunk(Scenario scenario, long seed) {
    Set<FaultClass> needed = EnumSet.noneOf(FaultClass.class);
    needed.addAll(scenario.faults());
    for (FaultClass fault : scenario.faults()) {
      Set<FaultClass> fewer = EnumSet.copyOf(needed);
      fewer.remove(fault);
      if (history(scenario, seed, fewer, Optional.empty()).failure().isPresent()) {
        needed = fewer;
      }
    }
    return needed;
  }
}
