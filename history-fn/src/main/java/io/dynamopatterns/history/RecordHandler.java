package io.dynamopatterns.history;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.history.record.Recorder;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;

/** Records the changes of a table's stream. */
public class RecordHandler extends MicronautRequestHandler<DynamodbEvent, StreamsEventResponse> {
  @Inject Recorder recorder;
  @Inject Invocation invocation;

  public RecordHandler() {}

  /** For runners that bring an environment of their own. */
  public RecordHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public StreamsEventResponse execute(DynamodbEvent event) {
    return invocation.run("history", event, recorder::record);
  }
}
