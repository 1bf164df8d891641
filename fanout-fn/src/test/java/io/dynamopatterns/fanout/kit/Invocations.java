package io.dynamopatterns.fanout.kit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.fanout.dispatch.Dispatcher;
import io.dynamopatterns.fanout.message.ChangeMessages;
import io.dynamopatterns.fanout.settings.Subscriber;
import io.dynamopatterns.testkit.LoggedRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Runs of the dispatcher. */
public final class Invocations {
  public static final Backoff QUICK = new Backoff(4, Duration.ZERO, Duration.ofMillis(2));

  private Invocations() {}

  public static Dispatcher dispatcher(SqsClient sqs, List<Subscriber> subscribers) {
    return dispatcher(sqs, subscribers, Optional.empty());
  }

  public static Dispatcher dispatcher(
      SqsClient sqs, List<Subscriber> subscribers, Optional<String> historyTable) {
    return new Dispatcher(
        SourceTable.NAME, new ChangeMessages(historyTable), subscribers, sqs, QUICK);
  }

  /** Dispatches a batch with ample time, and returns the sequence numbers that failed. */
  public static LoggedRun<List<String>> dispatch(Dispatcher dispatcher, DynamodbEvent event) {
    return dispatch(dispatcher, event, Duration.ofMinutes(1));
  }

  public static LoggedRun<List<String>> dispatch(
      Dispatcher dispatcher, DynamodbEvent event, Duration time) {
    return LoggedRun.of(
        telemetry ->
            LoggedRun.failures(
                dispatcher
                    .dispatch(StreamBatch.of(event), new Call(Deadline.after(time), telemetry))
                    .response()));
  }
}
