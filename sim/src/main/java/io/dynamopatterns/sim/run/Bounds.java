package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.fault.FaultClass;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a history may have. A smaller one begins as the larger one does, so a failing history can be
 * made smaller as long as it fails.
 *
 * @param faults the classes of faults that may occur
 * @param steps the step of the scenario after which nothing new begins, and faults end
 * @param mostFaults how many faults there are at most
 */
public record Bounds(Set<FaultClass> faults, int steps, int mostFaults) {
  private static final String NO_FAULTS = "none";
  private static final String FAULTS = "--faults";
  private static final String STEPS = "--steps";
  private static final String MOST_FAULTS = "--most-faults";
  private static final List<String> OPTIONS = List.of(FAULTS, STEPS, MOST_FAULTS);

  /** All that the scenario has. */
  public static Bounds of(Scenario scenario) {
    return new Bounds(scenario.faults(), Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Those of which a scenario's histories may have no more.
   *
   * @param options as {@link #options} writes them
   * @throws IllegalArgumentException if they are anything else
   */
  static Bounds parse(Scenario scenario, String options) {
    Bounds bounds = of(scenario);
    Iterator<String> words = Arrays.stream(options.strip().split("\\s+")).iterator();
    while (!options.isBlank() && words.hasNext()) {
      String option = words.next();
      if (!OPTIONS.contains(option) || !words.hasNext()) {
        throw new IllegalArgumentException(
            "'%s' in '%s' is unknown or has no value; allowed are %s, each with a value"
                .formatted(option, options.strip(), OPTIONS));
      }
      String value = words.next();
      bounds =
          switch (option) {
            case FAULTS -> bounds.withFaults(named(value, scenario.faults()));
            case STEPS -> bounds.withSteps(Integer.parseInt(value));
            default -> bounds.withMostFaults(Integer.parseInt(value));
          };
    }
    return bounds;
  }

  /**
   * @param allowed the classes that the scenario has; others may be named for other scenarios
   */
  private static Set<FaultClass> named(String names, Set<FaultClass> allowed) {
    Set<FaultClass> faults = EnumSet.noneOf(FaultClass.class);
    if (!names.equals(NO_FAULTS)) {
      for (String name : names.split(",")) {
        faults.add(fault(name));
      }
    }
    faults.retainAll(allowed);
    return faults;
  }

  private static FaultClass fault(String name) {
    return Arrays.stream(FaultClass.values())
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: '%s' is not a class of faults; allowed are %s and %s"
                        .formatted(FAULTS, name, Arrays.toString(FaultClass.values()), NO_FAULTS)));
  }

  Bounds withFaults(Set<FaultClass> fewer) {
    return new Bounds(fewer, steps, mostFaults);
  }

  Bounds withoutFault(FaultClass fault) {
    Set<FaultClass> fewer = EnumSet.copyOf(faults);
    fewer.remove(fault);
    return withFaults(fewer);
  }

  Bounds withSteps(int fewer) {
    return new Bounds(faults, fewer, mostFaults);
  }

  Bounds withMostFaults(int fewer) {
    return new Bounds(faults, steps, fewer);
  }

  /** The options of {@code ./simulate} for this. */
  String options() {
    String names =
        faults.isEmpty()
            ? NO_FAULTS
            : faults.stream().map(FaultClass::name).collect(Collectors.joining(","));
    return " %s %s".formatted(FAULTS, names)
        + (steps == Integer.MAX_VALUE ? "" : " %s %d".formatted(STEPS, steps))
        + (mostFaults == Integer.MAX_VALUE ? "" : " %s %d".formatted(MOST_FAULTS, mostFaults));
  }
}
