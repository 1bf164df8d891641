package io.dynamopatterns.history;

import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.history.backfill.BackfillFunction;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Begins the history of a table that already has data. */
public class BackfillHandler
    extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject BackfillFunction function;
  @Inject Invocation invocation;

  public BackfillHandler() {}

  /** For runners that bring an environment of their own. */
  public BackfillHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> request) {
    return invocation.run("history", request, function::answer);
  }
}
