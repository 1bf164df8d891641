package io.dynamopatterns.processor.kit;

import io.dynamopatterns.common.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One invocation and what it said, which stays out of the build's output.
 *
 * @param answer what it returned
 * @param log its lines on standard output, metrics among them
 */
public record Quiet<T>(T answer, String log) {

  /** Runs a function with telemetry, and keeps what that says. */
  public static synchronized <T> Quiet<T> run(Function<Telemetry, T> function) {
    PrintStream console = System.out;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      T answer;
      try (Telemetry telemetry = Telemetry.of("processor", "processor-test", "request-1")) {
        answer = function.apply(telemetry);
      }
      return new Quiet<>(answer, log.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(console);
    }
  }

  /** The value of a metric; 0 if nothing was said of it. */
  public long count(String metric) {
    Matcher found = Pattern.compile("\"" + metric + "\":([0-9]+)").matcher(log);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
