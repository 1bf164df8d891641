package io.dynamopatterns.fanout;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.fanout.replay.ReplayFunction;
import jakarta.inject.Inject;
import java.util.Map;

/** Sends changes to one subscriber once more, from the history or from its dead letters. */
public class ReplayHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject ReplayFunction function;

  public ReplayHandler() {
    super("fanout");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return function.answer(request, call.deadline(), call.telemetry());
  }
}
