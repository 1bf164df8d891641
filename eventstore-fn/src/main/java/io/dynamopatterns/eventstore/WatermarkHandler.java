package io.dynamopatterns.eventstore;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.eventstore.watermark.WatermarkFunction;
import jakarta.inject.Inject;
import java.util.Map;

/** Moves the watermark on where nothing arrives, on a schedule. */
public class WatermarkHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject WatermarkFunction function;

  public WatermarkHandler() {
    super("eventstore");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return function.advance(request, call.deadline(), call.telemetry());
  }
}
