package io.dynamopatterns.fanout;

import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.fanout.replay.ReplayFunction;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Tells one subscriber changes once more, from the history or from its dead letters. */
public class ReplayHandler
    extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject ReplayFunction function;
  @Inject Invocation invocation;

  public ReplayHandler() {}

  /** For runners that bring an environment of their own. */
  public ReplayHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> request) {
    return invocation.run("fanout", request, function::answer);
  }
}
