package io.dynamopatterns.fanout.kit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.dynamopatterns.fanout.dispatch.Dispatcher;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.settings.Subscriber;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * One invocation and what it said.
 *
 * @param answer what it returned
 * @param log its lines on standard output, metrics among them
 */
public record Invocations<T>(T answer, String log) {
  public static final Backoff QUICK = new Backoff(4, Duration.ZERO, Duration.ofMillis(2));

  public static Dispatcher dispatcher(SqsClient sqs, List<Subscriber> subscribers) {
    return dispatcher(sqs, subscribers, Optional.empty());
  }

  public static Dispatcher dispatcher(
      SqsClient sqs, List<Subscriber> subscribers, Optional<String> historyTable) {
    return new Dispatcher(
        SourceTable.NAME, new ChangeMessages(historyTable), subscribers, sqs, QUICK);
  }

  /** Dispatches a batch with ample time, and returns the sequence numbers that failed. */
  public static Invocations<List<String>> dispatch(Dispatcher dispatcher, DynamodbEvent event) {
    return dispatch(dispatcher, event, Duration.ofMinutes(1));
  }

  public static Invocations<List<String>> dispatch(
      Dispatcher dispatcher, DynamodbEvent event, Duration time) {
    return of(
        telemetry ->
            dispatcher
                .dispatch(StreamBatch.of(event), new Call(Deadline.after(time), telemetry))
                .response()
                .getBatchItemFailures()
                .stream()
                .map(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
                .toList());
  }

  /** Runs a function with telemetry, and keeps what that says. */
  public static <T> Invocations<T> of(Function<Telemetry, T> function) {
    PrintStream console = System.out;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      T answer;
      try (Telemetry telemetry = Telemetry.of("fanout", "fanout-test", "request-1")) {
        answer = function.apply(telemetry);
      }
      return new Invocations<>(answer, log.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(console);
    }
  }

  /** The value of a metric; 0 if nothing was said of it. */
  public long count(String metric) {
    Matcher found = Pattern.compile("\"" + Pattern.quote(metric) + "\":([0-9]+)").matcher(log);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
