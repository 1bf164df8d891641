package io.dynamopatterns.aggregator;

import io.dynamopatterns.aggregator.read.ReadFunction;
import io.dynamopatterns.common.Invocation;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Answers questions about groups. */
public class ReadHandler extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject ReadFunction function;
  @Inject Invocation invocation;

  public ReadHandler() {}

  /** For runners that bring an environment of their own. */
  public ReadHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> event) {
    return invocation.run("aggregator", event, function::answer);
  }
}
