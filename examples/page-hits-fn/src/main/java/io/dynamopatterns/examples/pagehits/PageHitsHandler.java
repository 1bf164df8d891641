package io.dynamopatterns.examples.pagehits;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Invocation;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;

/** Counts the clicks of a Kinesis stream. */
public class PageHitsHandler extends MicronautRequestHandler<KinesisEvent, StreamsEventResponse> {
  @Inject PageHits pageHits;
  @Inject Invocation invocation;

  public PageHitsHandler() {}

  /** For runners that bring an environment of their own. */
  public PageHitsHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public StreamsEventResponse execute(KinesisEvent event) {
    return invocation.run("page-hits", event, pageHits::count);
  }
}
