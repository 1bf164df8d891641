package io.dynamopatterns.fanout;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.dynamopatterns.common.delivery.QueueBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.fanout.deliver.Deliverer;
import jakarta.inject.Inject;

/** Passes the messages of a subscriber's queue on to its event bus or stream. */
public class DeliverHandler extends PatternHandler<SQSEvent, SQSBatchResponse> {
  @Inject Deliverer deliverer;

  public DeliverHandler() {
    super("fanout");
  }

  @Override
  protected SQSBatchResponse handle(SQSEvent event, Call call) {
    return deliverer.deliver(QueueBatch.of(event), call).response();
  }
}
