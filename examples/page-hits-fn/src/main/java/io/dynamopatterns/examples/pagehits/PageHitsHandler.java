package io.dynamopatterns.examples.pagehits;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import jakarta.inject.Inject;

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
}
