package io.dynamopatterns.emulator.function;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Lambda function.
 *
 * @param jar its deployment package, by the path or the S3 key that Terraform has for it
 * @param environment the variables that Terraform set
 */
public record FunctionSpec(
    String name,
    String handler,
    Path jar,
    Duration timeout,
    int memoryMb,
    Map<String, String> environment) {

  /** The file name of its deployment package. */
  public String jarName() {
    return jar.getFileName().toString();
  }

  /** The same function from another jar. */
  public FunctionSpec from(Path otherJar) {
    return new FunctionSpec(name, handler, otherJar, timeout, memoryMb, environment);
  }

  /** The same function with one variable more. */
  public FunctionSpec with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(variable, value);
    return new FunctionSpec(name, handler, jar, timeout, memoryMb, more);
  }
}
