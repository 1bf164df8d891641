package io.dynamopatterns.bench.growth;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Runs the real functions on a model of DynamoDB with the traffic of some seconds, and prints what
 * that asks of keys, requests and functions, and what it costs.
 */
public final class Growth {
  /** So few events are not enough to see a skew. */
  private static final int LEAST_EVENTS = 6_000;

  private Growth() {}

  /**
   * @param args rates in events a second; 100, 10,000 and 100,000 without any
   */
  public static void main(String[] args) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    List<Integer> rates =
        args.length == 0
            ? List.of(100, 10_000, 100_000)
            : Arrays.stream(args).map(Integer::valueOf).toList();
    rates.forEach(rate -> print(rate, Math.ceilDiv(LEAST_EVENTS, rate), out));
  }

  /** Prints the table of one rate, in events a second, from this many seconds, as Markdown. */
  public static void print(int rate, int seconds, PrintStream out) {
    out.printf(Locale.ROOT, "%n**%,d events a second**%n%n", rate);
    out.println(
        "| function | settings | WCU/s | hottest | undivided | requests/s | functions | $ per million | hottest key |");
    out.println("| --- | --- | --: | --: | --: | --: | --: | --: | --- |");
    for (Supplier<Load> pattern : new Patterns(rate, seconds).all()) {
      print(pattern.get(), out);
    }
  }

  private static void print(Load load, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "| %s | %s | %,.0f | %,.1f | %s | %,.0f | %,.1f | %.2f | %s |%n",
        load.name(),
        load.settings(),
        load.writeUnitsPerSecond(),
        load.hottestPerSecond(),
        load.undivided() == 0 ? "" : String.format(Locale.ROOT, "%,.0f", load.undivided()),
        load.requestsPerSecond(),
        load.concurrency(),
        load.dollarsPerMillion(),
        load.hottest().getKey().replaceAll("S\\[value=(.*)\\]", "$1").replace("|", "\\|"));
    out.flush();
  }
}
