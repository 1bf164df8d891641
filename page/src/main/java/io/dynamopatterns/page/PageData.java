package io.dynamopatterns.page;

import java.util.List;
import java.util.Map;

/**
 * What the page starts from.
 *
 * @param live whether a server answers; else it is a report, which holds all that it shows
 * @param operations the names of the tasks that the page can start
 * @param counts the last counts; null where they come live
 * @param details by function, of a report
 */
record PageData(
    boolean live,
    Graph deployment,
    List<String> operations,
    List<Timeline.Point> points,
    List<Counts.Slot> slots,
    Counts counts,
    Map<String, Details> details,
    Object report) {

  /** Of a function: what its panel shows without a server. */
  record Details(
      List<Activity.Invocation> invocations, List<Activity.UsedPermission> permissions) {}

  static PageData live(Graph deployment, List<String> operations) {
    return new PageData(true, deployment, operations, List.of(), List.of(), null, Map.of(), null);
  }
}
