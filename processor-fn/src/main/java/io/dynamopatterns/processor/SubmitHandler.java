package io.dynamopatterns.processor;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.common.priming.DryEvents;
import io.dynamopatterns.processor.submit.SubmitFunction;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;

/** Makes work of new objects in S3, of lists and of manifests. */
public class SubmitHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject SubmitFunction function;

  public SubmitHandler() {
    super("processor");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return function.submit(request, call.deadline(), call.telemetry());
  }

  @Override
  protected Optional<String> dryEvent() {
    return Optional.of(DryEvents.newObject());
  }
}
