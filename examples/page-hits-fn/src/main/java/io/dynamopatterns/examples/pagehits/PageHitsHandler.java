package io.dynamopatterns.examples.pagehits;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.common.priming.DryEvents;
import jakarta.inject.Inject;
import java.util.Optional;

/** Counts the clicks of a Kinesis stream. */
public class PageHitsHandler extends PatternHandler<KinesisEvent, StreamsEventResponse> {
  @Inject PageHits pageHits;

  public PageHitsHandler() {
    super("page-hits");
  }

  @Override
  protected StreamsEventResponse handle(KinesisEvent event, Call call) {
    return pageHits.count(StreamBatch.of(event, Click::parse), call).response();
  }

  @Override
  protected Optional<String> dryEvent() {
    return Optional.of(DryEvents.click());
  }
}
