package io.dynamopatterns.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the deployment has done so far, all of it counted from the start.
 *
 * @param nodes by a node's id and the figure's name, such as {@code invocations}
 * @param edges by an edge's id and the figure's name: {@code records}, {@code lag}, {@code
 *     failures}
 * @param slots the schedules' slots that have run since the previous counts
 */
public record Counts(
    Instant time,
    Totals totals,
    Map<String, Map<String, Number>> nodes,
    Map<String, Map<String, Number>> edges,
    List<Slot> slots) {

  /**
   * @param lines of input; of a fleet without an input the records in its streams
   * @param writes requests to tables that write
   * @param lag records and messages that wait for a function
   * @param dollars what AWS would bill for requests and compute
   */
  public record Totals(
      long lines, long writes, long invocations, long failures, long lag, double dollars) {}

  Counts with(List<Slot> other) {
    return new Counts(time, totals, nodes, edges, other);
  }

  /** A slot of a schedule that has run. */
  public record Slot(String schedule, Instant slot, Instant time) {}
}
