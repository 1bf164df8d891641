package io.dynamopatterns.eventstore;

import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.eventstore.pump.Pump;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Moves events from the buffer into the event table, on a schedule. */
public class PumpHandler extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject Pump pump;
  @Inject Invocation invocation;

  public PumpHandler() {}

  /** For runners that bring an environment of their own. */
  public PumpHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> request) {
    return invocation.run("eventstore", request, pump::pump);
  }
}
