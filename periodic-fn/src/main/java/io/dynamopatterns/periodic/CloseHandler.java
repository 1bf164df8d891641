package io.dynamopatterns.periodic;

import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.periodic.close.CloseFunction;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Closes the periods that are due at the time of the schedule's slot. */
public class CloseHandler
    extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject CloseFunction function;
  @Inject Invocation invocation;

  public CloseHandler() {}

  /** For runners that bring an environment of their own. */
  public CloseHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> request) {
    return invocation.run("periodic", request, function::answer);
  }
}
