package io.dynamopatterns.eventstore;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.common.priming.DryEvents;
import io.dynamopatterns.eventstore.ingest.Ingester;
import jakarta.inject.Inject;
import java.util.Optional;

/** Stores the events of a stream. */
public class IngestHandler extends PatternHandler<KinesisEvent, StreamsEventResponse> {
  @Inject Ingester ingester;

  public IngestHandler() {
    super("eventstore");
  }

  @Override
  protected StreamsEventResponse handle(KinesisEvent event, Call call) {
    return ingester.ingest(StreamBatch.of(event), call).response();
  }

  @Override
  protected Optional<String> dryEvent() {
    return Optional.of(DryEvents.click());
  }
}
