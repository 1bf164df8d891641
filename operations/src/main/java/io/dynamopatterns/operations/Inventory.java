package io.dynamopatterns.operations;

import java.util.List;
import java.util.Map;

/** What a deployment has, by name. */
public interface Inventory {

  List<Function> functions();

  /** The names of the functions. */
  default List<String> functionNames() {
    return functions().stream().map(Function::name).toList();
  }

  List<String> tables();

  List<String> streams();

  List<String> queues();

  List<Mapping> mappings();

  List<Schedule> schedules();

  List<String> buckets();

  List<String> alarms();

  /** What is known from the beginning. */
  record Of(
      List<Function> functions,
      List<String> tables,
      List<String> streams,
      List<String> queues,
      List<Mapping> mappings,
      List<Schedule> schedules,
      List<String> buckets,
      List<String> alarms)
      implements Inventory {}

  /** A function, its handler class and its settings. */
  record Function(String name, String handler, Map<String, String> environment) {}

  /** An event source mapping: the ARN of what it reads, and its function's name. */
  record Mapping(String source, String function) {}

  /** A schedule and the function that it invokes. */
  record Schedule(String name, String function) {}
}
