package io.dynamopatterns.common.invocation;

import com.amazonaws.services.lambda.runtime.Context;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.priming.DryRun;
import io.dynamopatterns.common.telemetry.Telemetry;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.function.aws.DefaultLambdaContextFactory;
import io.micronaut.function.aws.LambdaContextFactory;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.function.Function;

/**
 * Holds Lambda's context of the current invocation, from which {@link PatternHandler} makes its
 * {@link Call}. An execution environment runs one invocation at a time, so one field is enough.
 *
 * <p>It replaces Micronaut's factory, which registers one more singleton with every invocation and
 * frees none.
 */
@Singleton
@Replaces(DefaultLambdaContextFactory.class)
public class Invocation implements LambdaContextFactory {
  private volatile Context context;
  private volatile boolean ran;

  @Override
  public void registerSingletons(Context context) {
    this.context = context;
  }

  /**
   * Runs a function, and writes its metrics when it ends, also when it throws.
   *
   * @param pattern the name that logs and metrics carry, for example {@code history}
   * @throws NullPointerException outside an invocation
   */
  <O> O run(String pattern, Function<Call, O> function) {
    Context current = Objects.requireNonNull(context, "no invocation is running");
    try (Telemetry telemetry =
        DryRun.isRunning()
            ? Telemetry.ofDryRun()
            : Telemetry.of(pattern, current.getFunctionName(), current.getAwsRequestId())) {
      return function.apply(
          new Call(Deadline.of(current::getRemainingTimeInMillis), telemetry, !ran));
    } finally {
      ran = true;
    }
  }
}
