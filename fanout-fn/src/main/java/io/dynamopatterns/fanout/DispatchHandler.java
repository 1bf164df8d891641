package io.dynamopatterns.fanout;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.fanout.dispatch.Dispatcher;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;

/** Sends the changes of the table's stream to the queues of its subscribers. */
public class DispatchHandler extends MicronautRequestHandler<DynamodbEvent, StreamsEventResponse> {
  @Inject Dispatcher dispatcher;
  @Inject Invocation invocation;

  public DispatchHandler() {}

  /** For runners that bring an environment of their own. */
  public DispatchHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public StreamsEventResponse execute(DynamodbEvent event) {
    return invocation.run("fanout", event, dispatcher::dispatch);
  }
}
