package io.dynamopatterns.eventstore;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.eventstore.ingest.Ingester;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;

/** Stores the events of a stream. */
public class IngestHandler extends MicronautRequestHandler<KinesisEvent, StreamsEventResponse> {
  @Inject Ingester ingester;
  @Inject Invocation invocation;

  public IngestHandler() {}

  /** For runners that bring an environment of their own. */
  public IngestHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public StreamsEventResponse execute(KinesisEvent event) {
    return invocation.run("eventstore", event, ingester::ingest);
  }
}
