package io.dynamopatterns.page;

import java.util.List;
import java.util.Map;

/**
 * What is deployed, as a graph. It holds names and settings, no environment variable's value and no
 * item.
 *
 * @param name how the deployment is called, such as the prefix of its resources
 */
public record Graph(String name, List<Node> nodes, List<Edge> edges) {

  /**
   * @param id unique in the deployment
   * @param kind such as {@code function} or {@code table}; the page has a shape for each
   * @param name the resource's full name
   * @param label the name as it is shown: without the deployment's prefix
   * @param group the pattern or part that the resource belongs to
   * @param settings to be shown, in this order
   */
  public record Node(
      String id,
      Kind kind,
      String name,
      String label,
      String group,
      Map<String, Object> settings) {}

  /** The kinds of resources. */
  public enum Kind {
    BUCKET,
    STREAM,
    FUNCTION,
    TABLE,
    QUEUE,
    BUS,
    SCHEDULE
  }

  /**
   * @param from the id of the node that data or an invocation comes from
   * @param settings to be shown, in this order
   */
  public record Edge(
      String id, String from, String to, Relation relation, Map<String, Object> settings) {}

  /** How one resource leads to another. */
  public enum Relation {
    /** An event source mapping. */
    TRIGGERS,
    /** A schedule, or a rule of a bus. */
    INVOKES,
    /** A function has used its permission to write. */
    WRITES,
    /** A function has used its permission to read. */
    READS,
    /** A function is configured with the resource and has not used it so far. */
    CONFIGURED,
    /** Where records, messages and events go that were given up on. */
    FAILURES
  }
}
