package io.dynamopatterns.aggregator;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.publish.Publisher;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import jakarta.inject.Inject;

/** Publishes rounds that were completed or expired. */
public class PublishHandler extends PatternHandler<DynamodbEvent, StreamsEventResponse> {
  @Inject Publisher publisher;

  public PublishHandler() {
    super("aggregator");
  }

  @Override
  protected StreamsEventResponse handle(DynamodbEvent event, Call call) {
    return publisher.publish(StreamBatch.of(event), call).response();
  }
}
