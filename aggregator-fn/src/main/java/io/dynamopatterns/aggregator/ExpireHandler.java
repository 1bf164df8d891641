package io.dynamopatterns.aggregator;

import io.dynamopatterns.aggregator.expire.ExpireFunction;
import io.dynamopatterns.common.Invocation;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Expires rounds that have been open for too long. */
public class ExpireHandler
    extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject ExpireFunction function;
  @Inject Invocation invocation;

  public ExpireHandler() {}

  /** For runners that bring an environment of their own. */
  public ExpireHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> event) {
    return invocation.run("aggregator", event, function::expire);
  }
}
