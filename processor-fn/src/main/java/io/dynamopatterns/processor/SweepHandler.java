package io.dynamopatterns.processor;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.processor.sweep.SweepFunction;
import jakarta.inject.Inject;
import java.util.Map;

/** Finds, on a schedule, work that nothing else would wake. */
public class SweepHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject SweepFunction function;

  public SweepHandler() {
    super("processor");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> input, Call call) {
    return function.sweep(input, call.deadline(), call.telemetry());
  }
}
