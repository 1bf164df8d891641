package io.dynamopatterns.history.kit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.history.record.Recorder;
import io.dynamopatterns.testkit.LoggedRun;
import java.time.Duration;

/** Runs of the recorder. */
public final class Recording {
  private Recording() {}

  /** Records a batch, with ample time. */
  public static LoggedRun<StreamsEventResponse> record(Recorder recorder, DynamodbEvent event) {
    return record(recorder, event, Deadline.after(Duration.ofMinutes(5)));
  }

  public static LoggedRun<StreamsEventResponse> record(
      Recorder recorder, DynamodbEvent event, Deadline deadline) {
    return LoggedRun.of(
        telemetry ->
            recorder.record(StreamBatch.of(event), new Call(deadline, telemetry)).response());
  }
}
