package io.dynamopatterns.processor;

import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.processor.submit.SubmitFunction;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Makes work of new objects in S3, of lists and of manifests. */
public class SubmitHandler
    extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject SubmitFunction function;
  @Inject Invocation invocation;

  public SubmitHandler() {}

  /** For runners that bring an environment of their own. */
  public SubmitHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> request) {
    return invocation.run("processor", request, function::submit);
  }
}
