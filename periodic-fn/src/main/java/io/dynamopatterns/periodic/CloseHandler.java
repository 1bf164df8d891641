package io.dynamopatterns.periodic;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.periodic.close.CloseFunction;
import jakarta.inject.Inject;
import java.util.Map;

/** Closes the periods that are due at the time of the schedule's slot. */
public class CloseHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject CloseFunction function;

  public CloseHandler() {
    super("periodic");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return function.answer(request, call.deadline(), call.telemetry());
  }
}
