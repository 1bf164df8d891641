package io.dynamopatterns.history;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.history.backfill.BackfillFunction;
import jakarta.inject.Inject;
import java.util.Map;

/** Begins the history of a table that already has data. */
public class BackfillHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject BackfillFunction function;

  public BackfillHandler() {
    super("history");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return function.answer(request, call.deadline(), call.telemetry());
  }
}
