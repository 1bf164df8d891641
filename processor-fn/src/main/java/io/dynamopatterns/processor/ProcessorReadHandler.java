package io.dynamopatterns.processor;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.processor.read.ProcessorReadFunction;
import jakarta.inject.Inject;
import java.util.Map;

/** Shows work, and lets people cancel, pause, resume and retry it. */
public class ProcessorReadHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject ProcessorReadFunction function;

  public ProcessorReadHandler() {
    super("processor");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return function.answer(request, call.deadline(), call.telemetry());
  }
}
