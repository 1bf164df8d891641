package io.dynamopatterns.processor;

import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.processor.read.ReadFunction;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Shows work, and lets people cancel, pause, resume and retry it. */
public class ReadHandler extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject ReadFunction function;
  @Inject Invocation invocation;

  public ReadHandler() {}

  /** For runners that bring an environment of their own. */
  public ReadHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> request) {
    return invocation.run("processor", request, function::answer);
  }
}
