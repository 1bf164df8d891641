package io.dynamopatterns.aggregator;

import io.dynamopatterns.aggregator.read.AggregatorReadFunction;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Answers questions about groups. */
public class AggregatorReadHandler
    extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject AggregatorReadFunction function;

  public AggregatorReadHandler() {
    super("aggregator");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> event, Call call) {
    return function.answer(event, call.deadline(), call.telemetry());
  }
}
