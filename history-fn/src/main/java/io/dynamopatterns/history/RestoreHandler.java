package io.dynamopatterns.history;

import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.history.restore.RestoreFunction;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Brings an item back to a version that its history has. */
public class RestoreHandler
    extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject RestoreFunction function;
  @Inject Invocation invocation;

  public RestoreHandler() {}

  /** For runners that bring an environment of their own. */
  public RestoreHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> request) {
    return invocation.run("history", request, function::answer);
  }
}
