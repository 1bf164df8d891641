package io.dynamopatterns.periodic;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.periodic.read.ReadFunction;
import jakarta.inject.Inject;
import java.util.Map;

/** Answers questions about periods, the events of a digest and what was rejected. */
public class ReadHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject ReadFunction function;

  public ReadHandler() {
    super("periodic");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return function.answer(request, call.deadline(), call.telemetry());
  }
}
