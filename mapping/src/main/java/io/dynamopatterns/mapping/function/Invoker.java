package io.dynamopatterns.mapping.function;

/** Something that can be invoked as Lambda invokes a function: JSON in, JSON out. */
@FunctionalInterface
public interface Invoker {
  /**
   * @return the answer's JSON
   * @throws InvocationException when the function threw or ran out of time
   */
  String invoke(String event) throws InvocationException;
}
