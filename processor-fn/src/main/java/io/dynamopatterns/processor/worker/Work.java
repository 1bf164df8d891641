package io.dynamopatterns.processor.worker;

import java.util.Map;

/**
 * A unit of work.
 *
 * @param id names it among all work
 * @param type says which {@link Worker} does it
 * @param input what the worker needs to know
 */
public record Work(String id, String type, Map<String, String> input) {
  public Work {
    input = Map.copyOf(input);
  }

  /**
   * A field of the input that must be there.
   *
   * @throws WorkFailedException if it is not
   */
  public String input(String name) {
    String value = input.get(name);
    if (value == null || value.isEmpty()) {
      throw new WorkFailedException("the work's input has no '" + name + "'");
    }
    return value;
  }
}
