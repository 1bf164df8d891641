package io.dynamopatterns.eventstore;

import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.eventstore.watermark.WatermarkFunction;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Moves the watermark on where nothing arrives, on a schedule. */
public class WatermarkHandler
    extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject WatermarkFunction function;
  @Inject Invocation invocation;

  public WatermarkHandler() {}

  /** For runners that bring an environment of their own. */
  public WatermarkHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> request) {
    return invocation.run("eventstore", request, function::advance);
  }
}
