package io.dynamopatterns.history;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.common.priming.DryEvents;
import io.dynamopatterns.history.record.Recorder;
import jakarta.inject.Inject;
import java.util.Optional;

/** Records the changes of a table's stream. */
public class RecordHandler extends PatternHandler<DynamodbEvent, StreamsEventResponse> {
  @Inject Recorder recorder;

  public RecordHandler() {
    super("history");
  }

  @Override
  protected StreamsEventResponse handle(DynamodbEvent event, Call call) {
    return recorder.record(StreamBatch.of(event), call).response();
  }

  @Override
  protected Optional<String> dryEvent() {
    return Optional.of(DryEvents.tableChange());
  }
}
