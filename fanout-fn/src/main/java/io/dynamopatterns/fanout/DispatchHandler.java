package io.dynamopatterns.fanout;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.common.priming.DryEvents;
import io.dynamopatterns.fanout.dispatch.Dispatcher;
import io.dynamopatterns.fanout.settings.FanOutSettings;
import jakarta.inject.Inject;
import java.util.Optional;

/** Sends the changes of the table's stream to the queues of its subscribers. */
public class DispatchHandler extends PatternHandler<DynamodbEvent, StreamsEventResponse> {
  @Inject Dispatcher dispatcher;
  @Inject FanOutSettings settings;

  public DispatchHandler() {
    super("fanout");
  }

  @Override
  protected StreamsEventResponse handle(DynamodbEvent event, Call call) {
    return dispatcher.dispatch(StreamBatch.of(event), call).response();
  }

  @Override
  protected Optional<String> dryEvent() {
    return Optional.of(DryEvents.tableChange(settings.table()));
  }
}
