package io.dynamopatterns.history.kit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.history.record.Recorder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One invocation and what it said.
 *
 * @param answer what it returned
 * @param log its lines on standard output, metrics among them
 */
public record Recording<T>(T answer, String log) {

  /** Records a batch, with ample time. */
  public static Recording<StreamsEventResponse> record(Recorder recorder, DynamodbEvent event) {
    return record(recorder, event, Deadline.after(Duration.ofMinutes(5)));
  }

  public static Recording<StreamsEventResponse> record(
      Recorder recorder, DynamodbEvent event, Deadline deadline) {
    return of(
        telemetry ->
            recorder.record(StreamBatch.of(event), new Call(deadline, telemetry)).response());
  }

  /** Runs a function with telemetry, and keeps what that says. */
  public static <T> Recording<T> of(Function<Telemetry, T> function) {
    PrintStream console = System.out;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      T answer;
      try (Telemetry telemetry = Telemetry.of("history", "history-test", "request-1")) {
        answer = function.apply(telemetry);
      }
      return new Recording<>(answer, log.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(console);
    }
  }

  /** The value of a metric; 0 if nothing was said of it. */
  public long count(String metric) {
    Matcher found = Pattern.compile("\"" + metric + "\":([0-9]+)").matcher(log);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  /** The sequence numbers that a batch reported as failed. */
  public static List<String> failures(StreamsEventResponse response) {
    return response.getBatchItemFailures().stream()
        .map(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }
}
