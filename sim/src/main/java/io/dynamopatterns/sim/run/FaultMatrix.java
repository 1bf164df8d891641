package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.fault.FaultClass;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How often each class of faults occurred in the histories of each pattern, as Markdown. */
public final class FaultMatrix {
  private FaultMatrix() {}

  public static String of(List<Simulator.Result> results) {
    Stream<String> head =
        Stream.of(
            row("fault", results.stream().map(Simulator.Result::scenario)),
            row("---", results.stream().map(result -> "--:")),
            row("*histories*", results.stream().map(result -> "" + result.histories())));
    Stream<String> rows =
        Stream.of(FaultClass.values())
            .map(
                fault ->
                    row(
                        fault.description(),
                        results.stream()
                            .map(result -> result.faults().get(fault))
                            .map(count -> count == null ? "" : count.toString())));
    return Stream.concat(head, rows).collect(Collectors.joining("\n"));
  }

  private static String row(String first, Stream<String> others) {
    return "| " + first + " | " + others.collect(Collectors.joining(" | ")) + " |";
  }
}
