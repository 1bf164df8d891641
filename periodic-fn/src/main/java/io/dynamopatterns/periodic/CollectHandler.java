package io.dynamopatterns.periodic;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.periodic.collect.Collector;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;

/** Collects the events of a Kinesis stream. */
public class CollectHandler extends MicronautRequestHandler<KinesisEvent, StreamsEventResponse> {
  @Inject Collector collector;
  @Inject Invocation invocation;

  public CollectHandler() {}

  /** For runners that bring an environment of their own. */
  public CollectHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public StreamsEventResponse execute(KinesisEvent event) {
    return invocation.run("periodic", event, collector::collect);
  }
}
