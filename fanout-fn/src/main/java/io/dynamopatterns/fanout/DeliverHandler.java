package io.dynamopatterns.fanout;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.fanout.deliver.Deliverer;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;

/** Passes the messages of a subscriber's queue on to its event bus or stream. */
public class DeliverHandler extends MicronautRequestHandler<SQSEvent, SQSBatchResponse> {
  @Inject Deliverer deliverer;
  @Inject Invocation invocation;

  public DeliverHandler() {}

  /** For runners that bring an environment of their own. */
  public DeliverHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public SQSBatchResponse execute(SQSEvent event) {
    return invocation.run("fanout", event, deliverer::deliver);
  }
}
