package io.dynamopatterns.aggregator;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.collect.Collector;
import io.dynamopatterns.common.Invocation;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;

/** Stores the events of Kinesis streams. */
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
    return invocation.run("aggregator", event, collector::collect);
  }
}
