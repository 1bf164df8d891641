package io.dynamopatterns.aggregator;

import io.dynamopatterns.aggregator.expire.ExpireFunction;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Expires rounds that have been open for too long. */
public class ExpireHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject ExpireFunction function;

  public ExpireHandler() {
    super("aggregator");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> event, Call call) {
    return function.expire(event, call.deadline(), call.telemetry());
  }
}
