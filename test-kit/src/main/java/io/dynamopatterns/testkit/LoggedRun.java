package io.dynamopatterns.testkit;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of a function's logic and what it logged, which stays out of the build's output.
 *
 * @param answer what it returned
 * @param log its lines on standard output, metrics among them
 */
public record LoggedRun<T>(T answer, String log) {

  /** Runs a function with telemetry, and keeps what that logs. */
  public static <T> LoggedRun<T> of(Function<Telemetry, T> function) {
    PrintStream console = System.out;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      T answer;
      try (Telemetry telemetry = Telemetry.of("test", "function-test", "request-1")) {
        answer = function.apply(telemetry);
      }
      return new LoggedRun<>(answer, log.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(console);
    }
  }

  /** The value of a metric; 0 if it is not in the log. */
  public long count(String metric) {
    Matcher found = Pattern.compile("\"" + Pattern.quote(metric) + "\":([0-9]+)").matcher(log);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  /** The sequence numbers that an answer to Lambda reports as failed. */
  public static List<String> failures(StreamsEventResponse response) {
    return response.getBatchItemFailures().stream()
        .map(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }
}
