package io.dynamopatterns.bench.warm;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Compares the CPU that each consumer takes per record with that of a loop of SDK calls that makes
 * the same requests. Both run by turns in one process, on answers from memory. Prints Markdown.
 */
public final class WarmThroughput {
  private static final com.sun.management.OperatingSystemMXBean PROCESS =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private WarmThroughput() {}

  /**
   * @param args the milliseconds of CPU of one measurement, the number of rounds, and the names of
   *     consumers; all of them without names
   */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // What a function logs and counts costs its CPU, but no reader is here.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false));
    long millis = args.length > 0 ? Long.parseLong(args[0]) : 250;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
    List<String> names =
        args.length > 2
            ? Arrays.asList(args).subList(2, args.length)
            : List.copyOf(Consumers.names());
    out.println(
        "| consumer | batch | requests | function, µs | loop, µs | SDK, µs | loop / function |");
    out.println("| --- | --: | --: | --: | --: | --: | --: |");
    for (String name : names) {
      for (int records : List.of(100, 1000)) {
        Comparison comparison = Consumers.named(name, records);
        report(comparison, measure(comparison, millis, rounds), out);
      }
    }
  }

  /** The consumers that send other requests than their loops: then the figures compare nothing. */
  public static List<String> different(int records) {
    return Consumers.names().stream()
        .map(name -> Consumers.named(name, records))
        .filter(
            each ->
                !SameRequests.texts(each.ofFunction()).equals(SameRequests.texts(each.ofLoop())))
        .map(Comparison::name)
        .toList();
  }

  /** Nanoseconds of CPU per batch in each round: of the function, of the loop, of the SDK alone. */
  private record Rounds(double[] function, double[] loop, double[] sdk) {}

  private static Rounds measure(Comparison comparison, long millis, int rounds) {
    List<Runnable> sides = List.of(comparison.function(), comparison.loop(), comparison.sdk());
    double[][] costs = new double[sides.size()][rounds];
    for (int round = -rounds / 3; round < rounds; round++) {
      for (int side = 0; side < sides.size(); side++) {
        double cost = cost(sides.get(side), millis);
        if (round >= 0) {
          costs[side][round] = cost;
        }
      }
    }
    return new Rounds(costs[0], costs[1], costs[2]);
  }

  /** The CPU time of the whole process, its threads and collector included. */
  private static double cost(Runnable batch, long millis) {
    long before = PROCESS.getProcessCpuTime();
    long end = before + millis * 1_000_000;
    int batches = 0;
    long now;
    do {
      batch.run();
      batches++;
      now = PROCESS.getProcessCpuTime();
    } while (now < end);
    return (now - before) / (double) batches;
  }

  private static void report(Comparison comparison, Rounds rounds, PrintStream out) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds.function().length; i++) {
      ratios.add(rounds.loop()[i] / rounds.function()[i]);
    }
    double ratio = median(ratios.stream().mapToDouble(Double::doubleValue).toArray());
    double perRecord = 1e3 * comparison.records();
    out.printf(
        Locale.ROOT,
        "| %s | %,d | %d | %.1f | %.1f | %.1f | %.2f |%n",
        comparison.name(),
        comparison.records(),
        comparison.ofFunction().size(),
        median(rounds.function()) / perRecord,
        median(rounds.loop()) / perRecord,
        median(rounds.sdk()) / perRecord,
        ratio);
    out.flush();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
