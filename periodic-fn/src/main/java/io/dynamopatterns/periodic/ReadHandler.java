package io.dynamopatterns.periodic;

import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.periodic.read.ReadFunction;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Answers questions about periods, the events of a digest and what was rejected. */
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
    return invocation.run("periodic", request, function::answer);
  }
}
