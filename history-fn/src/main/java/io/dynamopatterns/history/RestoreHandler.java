package io.dynamopatterns.history;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.history.restore.RestoreFunction;
import jakarta.inject.Inject;
import java.util.Map;

/** Brings an item back to a version that its history has. */
public class RestoreHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject RestoreFunction function;

  public RestoreHandler() {
    super("history");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return function.answer(request, call.deadline(), call.telemetry());
  }
}
