package io.dynamopatterns.periodic;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.common.priming.DryEvents;
import io.dynamopatterns.periodic.collect.PeriodCollector;
import jakarta.inject.Inject;
import java.util.Optional;

/** Collects the events of a Kinesis stream. */
public class PeriodicCollectHandler extends PatternHandler<KinesisEvent, StreamsEventResponse> {
  @Inject PeriodCollector collector;

  public PeriodicCollectHandler() {
    super("periodic");
  }

  @Override
  protected StreamsEventResponse handle(KinesisEvent event, Call call) {
    return collector.collect(StreamBatch.of(event), call).response();
  }

  @Override
  protected Optional<String> dryEvent() {
    return Optional.of(DryEvents.click());
  }
}
