package io.dynamopatterns.processor;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.processor.run.WorkStream;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;

/** Runs work that is ready and tells of work that has ended, by the stream of the table of work. */
public class RunHandler extends MicronautRequestHandler<DynamodbEvent, StreamsEventResponse> {
  @Inject WorkStream stream;
  @Inject Invocation invocation;

  public RunHandler() {}

  /** For runners that bring an environment of their own. */
  public RunHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public StreamsEventResponse execute(DynamodbEvent event) {
    return invocation.run("processor", event, stream::process);
  }
}
