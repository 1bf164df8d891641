package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.fault.FaultClass;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Pattern OPTION = Pattern.compile("--(faults|steps|most-faults) (\\S+)");

  /** All that the scenario has. */
  public static Bounds of(Scenario scenario) {
    return new Bounds(scenario.faults(), Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Those of which a scenario's histories may have no more.
   *
   * @param options as {@link #options} writes them
   */
  static Bounds parse(Scenario scenario, String options) {
    Bounds bounds = of(scenario);
    Matcher each = OPTION.matcher(options);
    while (each.find()) {
      String value = each.group(2);
      bounds =
          switch (each.group(1)) {
            case "faults" -> bounds.withFaults(named(value));
            case "steps" -> bounds.withSteps(Integer.parseInt(value));
            case "most-faults" -> bounds.withMostFaults(Integer.parseInt(value));
            default -> bounds;
          };
    }
    return bounds;
  }

  private static Set<FaultClass> named(String names) {
    Set<FaultClass> faults = EnumSet.noneOf(FaultClass.class);
    if (!names.equals(NO_FAULTS)) {
      for (String name : names.split(",")) {
        faults.add(FaultClass.valueOf(name));
      }
    }
    return faults;
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
    return " --faults "
        + names
        + (steps == Integer.MAX_VALUE ? "" : " --steps " + steps)
        + (mostFaults == Integer.MAX_VALUE ? "" : " --most-faults " + mostFaults);
  }
}
