package io.dynamopatterns.periodic;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.periodic.read.PeriodicReadFunction;
import jakarta.inject.Inject;
import java.util.Map;

/** Answers questions about periods, the events of a digest and what was rejected. */
public class PeriodicReadHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject PeriodicReadFunction function;

  public PeriodicReadHandler() {
    super("periodic");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return function.answer(request, call.deadline(), call.telemetry());
  }
}
