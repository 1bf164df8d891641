package io.dynamopatterns.local.state;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Lambda function.
 *
 * @param jar the file name of its deployment package
 * @param environment the variables that Terraform set
 */
public record FunctionSpec(
    String name,
    String handler,
    String jar,
    Duration timeout,
    int memoryMb,
    Map<String, String> environment) {

  /** The same function with one variable more. */
  public FunctionSpec with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(variable, value);
    return new FunctionSpec(name, handler, jar, timeout, memoryMb, more);
  }
}
