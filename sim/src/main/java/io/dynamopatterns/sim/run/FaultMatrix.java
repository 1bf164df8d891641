package io.dynamopatterns.sim.run;

import io.dynamopatterns.sim.fault.FaultClass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What each pattern's histories have of each class of faults, as Markdown: how often it occurred,
 * or why it did not, by the number of a note.
 */
public final class FaultMatrix {
  private final List<Simulator.Result> results;
  private final List<String> notes = new ArrayList<>();

  private FaultMatrix(List<Simulator.Result> results) {
    this.results = results;
  }

  public static String of(List<Simulator.Result> results) {
    return new FaultMatrix(results).text();
  }

  /** The cells with neither a fault nor a note. */
  public static List<String> empty(List<Simulator.Result> results) {
    return results.stream()
        .flatMap(
            result ->
                Stream.of(FaultClass.values())
                    .filter(fault -> !result.faults().containsKey(fault))
                    .filter(fault -> !result.scenario().excluded().notes().containsKey(fault))
                    .map(fault -> result.scenario().name() + ": " + fault.description()))
        .toList();
  }

  private String text() {
    Stream<String> head =
        Stream.of(
            row("fault", results.stream().map(result -> result.scenario().name())),
            row("---", results.stream().map(result -> "--:")),
            row("*histories*", results.stream().map(result -> "" + result.histories())));
    // The rows give the notes their numbers.
    List<String> rows =
        Stream.of(FaultClass.values())
            .map(
                fault ->
                    row(fault.description(), results.stream().map(result -> cell(result, fault))))
            .toList();
    Stream<String> numbered =
        IntStream.range(0, notes.size())
            .mapToObj(note -> "%d. %s".formatted(note + 1, notes.get(note)));
    return Stream.of(head, rows.stream(), Stream.of(""), numbered)
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  private String cell(Simulator.Result result, FaultClass fault) {
    Long count = result.faults().get(fault);
    if (count != null) {
      return count.toString();
    }
    String note = result.scenario().excluded().notes().get(fault);
    return note == null ? "0" : "<sup>%d</sup>".formatted(number(note));
  }

  private int number(String note) {
    if (!notes.contains(note)) {
      notes.add(note);
    }
    return notes.indexOf(note) + 1;
  }

  private static String row(String first, Stream<String> others) {
    return "| " + first + " | " + others.collect(Collectors.joining(" | ")) + " |";
  }
}
