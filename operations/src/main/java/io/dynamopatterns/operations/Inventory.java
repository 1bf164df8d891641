package io.dynamopatterns.operations;

import java.util.List;
import java.util.Map;

/**
 * What a deployment has, by name.
 *
 * @param mappings by what they read and which function they invoke
 */
public record Inventory(
    List<Function> functions,
    List<String> tables,
    List<String> streams,
    List<String> queues,
    List<Mapping> mappings,
    List<Schedule> schedules,
    List<String> buckets,
    List<String> alarms) {

  /** A function, its handler class and its settings. */
  public record Function(String name, String handler, Map<String, String> environment) {}

  /** An event source mapping: the ARN of what it reads, and its function's name. */
  public record Mapping(String source, String function) {}

  /** A schedule and the function that it invokes. */
  public record Schedule(String name, String function) {}
}
