package io.dynamopatterns.history;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.history.read.HistoryReadFunction;
import jakarta.inject.Inject;
import java.util.Map;

/** Answers questions about the history of an item. */
public class HistoryReadHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject HistoryReadFunction function;

  public HistoryReadHandler() {
    super("history");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return function.answer(request, call.deadline(), call.telemetry());
  }
}
