package io.dynamopatterns.aggregator;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.count.Counter;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import jakarta.inject.Inject;

/** Counts the events that the table's stream delivers. */
public class CountHandler extends PatternHandler<DynamodbEvent, StreamsEventResponse> {
  @Inject Counter counter;

  public CountHandler() {
    super("aggregator");
  }

  @Override
  protected StreamsEventResponse handle(DynamodbEvent event, Call call) {
    return counter.count(StreamBatch.of(event), call).response();
  }
}
