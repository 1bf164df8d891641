package io.dynamopatterns.processor;

import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.processor.sweep.SweepFunction;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Finds, on a schedule, work that nothing else would wake. */
public class SweepHandler
    extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject SweepFunction function;
  @Inject Invocation invocation;

  public SweepHandler() {}

  /** For runners that bring an environment of their own. */
  public SweepHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> input) {
    return invocation.run("processor", input, function::sweep);
  }
}
