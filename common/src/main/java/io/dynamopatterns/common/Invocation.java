package io.dynamopatterns.common;

import com.amazonaws.services.lambda.runtime.Context;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.function.aws.DefaultLambdaContextFactory;
import io.micronaut.function.aws.LambdaContextFactory;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * The invocation at hand: what a handler delegates through, so that its pattern gets a deadline and
 * a telemetry. An execution environment runs one invocation at a time, so one field is enough.
 *
 * <p>It replaces Micronaut's factory, which registers one more singleton with every invocation and
 * frees none.
 */
@Singleton
@Replaces(DefaultLambdaContextFactory.class)
public class Invocation implements LambdaContextFactory {
  private volatile Context context;

  @Override
  public void registerSingletons(Context context) {
    this.context = context;
  }

  /**
   * Runs a function of a pattern, and writes its metrics when it ends, however it ends.
   *
   * @param pattern the name that logs and metrics carry, for example {@code history}
   * @throws NullPointerException outside an invocation
   */
  public <I, O> O run(String pattern, I input, Function<I, O> function) {
    Context current = Objects.requireNonNull(context, "no invocation is running");
    try (Telemetry telemetry =
        Telemetry.of(pattern, current.getFunctionName(), current.getAwsRequestId())) {
      return function.apply(input, Deadline.of(current), telemetry);
    }
  }

  /** A function of a pattern, which knows nothing of Lambda but its time limit. */
  @FunctionalInterface
  public interface Function<I, O> {
    O apply(I input, Deadline deadline, Telemetry telemetry);
  }
}
