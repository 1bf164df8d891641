package io.dynamopatterns.aggregator;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.publish.Publisher;
import io.dynamopatterns.common.Invocation;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;

/** Tells the bus of rounds that were completed or expired. */
public class PublishHandler extends MicronautRequestHandler<DynamodbEvent, StreamsEventResponse> {
  @Inject Publisher publisher;
  @Inject Invocation invocation;

  public PublishHandler() {}

  /** For runners that bring an environment of their own. */
  public PublishHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public StreamsEventResponse execute(DynamodbEvent event) {
    return invocation.run("aggregator", event, publisher::publish);
  }
}
