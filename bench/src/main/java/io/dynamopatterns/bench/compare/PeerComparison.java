package io.dynamopatterns.bench.compare;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Does the same work with this project's functions and with others' libraries, on the same model of
 * DynamoDB in one process. Prints Markdown: what an operation costs where nothing fails, and what
 * is wrong after histories with faults.
 */
public final class PeerComparison {
  private static final int GROUP = 10;
  private static final int LARGE_GROUP = 100;

  private static final List<String> FIGURES =
      List.of("requests", "write units", "read units", "CPU, µs");

  private PeerComparison() {}

  /**
   * A contender's row.
   *
   * @param wrong what was found wrong in all histories; answers that leave open what happened are
   *     not wrong
   */
  public record Row(String workload, String contender, boolean ours, long wrong) {}

  /**
   * @param args the number of histories of each contender, and of operations that figures are
   *     measured with
   */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // What functions log and count has no reader here.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false));
    int histories = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    int operations = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
    out.printf(
        "`bench/compare %d %d`, Java %s%n", histories, operations, Runtime.version().feature());
    run(histories, operations, out);
  }

  /** Prints the table of each workload, and returns its rows. */
  public static List<Row> run(int histories, int operations, PrintStream out) {
    List<Row> rows = new ArrayList<>();
    for (Workload workload : workloads()) {
      out.printf("%n### %s%n%n", workload.name());
      List<String> columns = new ArrayList<>(FIGURES);
      columns.addAll(workload.counts());
      out.printf("| per %s | %s |%n", workload.operation(), String.join(" | ", columns));
      out.println("| --- |" + " --: |".repeat(columns.size()));
      for (Contender contender : workload.contenders()) {
        Cost cost = contender.cost().apply(operations);
        Findings findings = contender.findings().apply(histories);
        print(workload, contender, cost, findings, out);
        rows.add(
            new Row(
                workload.name(),
                contender.name(),
                contender.ours(),
                workload.findings().stream()
                    .filter(finding -> !finding.equals(AppendJudge.UNKNOWN))
                    .mapToLong(findings::count)
                    .sum()));
      }
    }
    return rows;
  }

  private static List<Workload> workloads() {
    return List.of(
        Updates.workload(),
        Counting.workload(),
        EventStores.workload(),
        Copying.workload(),
        Recording.workload(),
        Aggregation.workload(GROUP),
        Aggregation.costs(LARGE_GROUP));
  }

  private static void print(
      Workload workload, Contender contender, Cost cost, Findings findings, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.2f | %.0f |",
        contender.name(),
        cost.requests(),
        cost.writeUnits(),
        cost.readUnits(),
        cost.micros());
    workload.counts().forEach(count -> out.printf(Locale.ROOT, " %,d |", findings.count(count)));
    out.println();
  }
}
