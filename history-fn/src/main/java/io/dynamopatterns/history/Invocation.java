package io.dynamopatterns.history;

import com.amazonaws.services.lambda.runtime.Context;
import io.dynamopatterns.common.CurrentInvocation;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.telemetry.Telemetry;
import jakarta.inject.Singleton;

/** Gives the invocation at hand its deadline and its telemetry. */
@Singleton
class Invocation {
  private static final String PATTERN = "history";

  private final CurrentInvocation current;

  Invocation(CurrentInvocation current) {
    this.current = current;
  }

  <I, O> O run(I input, Function<I, O> function) {
    Context context = current.context();
    try (Telemetry telemetry = Telemetry.of(PATTERN, context)) {
      return function.apply(input, Deadline.of(context), telemetry);
    }
  }

  /** What a handler delegates to. */
  @FunctionalInterface
  interface Function<I, O> {
    O apply(I input, Deadline deadline, Telemetry telemetry);
  }
}
