package io.dynamopatterns.eventstore;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.eventstore.pump.Pump;
import jakarta.inject.Inject;
import java.util.Map;

/** Moves events from the buffer into the event table, on a schedule. */
public class PumpHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject Pump pump;

  public PumpHandler() {
    super("eventstore");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return pump.pump(request, call.deadline(), call.telemetry());
  }
}
