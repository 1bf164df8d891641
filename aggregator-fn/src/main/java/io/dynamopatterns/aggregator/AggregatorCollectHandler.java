package io.dynamopatterns.aggregator;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.dynamopatterns.aggregator.collect.GroupCollector;
import io.dynamopatterns.aggregator.settings.AggregatorSettings;
import io.dynamopatterns.common.delivery.StreamBatch;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.common.priming.DryEvents;
import jakarta.inject.Inject;
import java.util.Optional;

/** Stores the events of Kinesis streams. */
public class AggregatorCollectHandler extends PatternHandler<KinesisEvent, StreamsEventResponse> {
  @Inject GroupCollector collector;
  @Inject AggregatorSettings settings;

  public AggregatorCollectHandler() {
    super("aggregator");
  }

  @Override
  protected StreamsEventResponse handle(KinesisEvent event, Call call) {
    return collector.collect(StreamBatch.of(event), call).response();
  }

  @Override
  protected Optional<String> dryEvent() {
    return settings.sourceNames().keySet().stream().min(String::compareTo).map(DryEvents::click);
  }
}
