package io.dynamopatterns.processor;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.processor.lines.LineDelivery;
import io.dynamopatterns.processor.run.WorkStream;
import jakarta.inject.Inject;

/**
 * Runs work that is ready and publishes work that has ended, from the stream of the table of work.
 */
public class RunHandler extends PatternHandler<DynamodbEvent, StreamsEventResponse> {
  @Inject WorkStream stream;

  /** Used by a worker. It is here so that its client is made before a snapshot. */
  @Inject LineDelivery delivery;

  public RunHandler() {
    super("processor");
  }

  @Override
  protected StreamsEventResponse handle(DynamodbEvent event, Call call) {
    return stream.process(StreamBatch.of(event), call).response();
  }
}
