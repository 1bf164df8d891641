package io.dynamopatterns.aggregator;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.count.Counter;
import io.dynamopatterns.common.Invocation;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;

/** Counts the events that the table's stream tells of. */
public class CountHandler extends MicronautRequestHandler<DynamodbEvent, StreamsEventResponse> {
  @Inject Counter counter;
  @Inject Invocation invocation;

  public CountHandler() {}

  /** For runners that bring an environment of their own. */
  public CountHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public StreamsEventResponse execute(DynamodbEvent event) {
    return invocation.run("aggregator", event, counter::count);
  }
}
