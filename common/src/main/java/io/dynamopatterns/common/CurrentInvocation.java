package io.dynamopatterns.common;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.function.aws.DefaultLambdaContextFactory;
import io.micronaut.function.aws.LambdaContextFactory;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * The Lambda context of the invocation at hand. An execution environment runs one invocation at a
 * time, so one field is enough.
 *
 * <p>It replaces Micronaut's factory, which registers one more singleton with every invocation and
 * frees none.
 */
@Singleton
@Replaces(DefaultLambdaContextFactory.class)
public class CurrentInvocation implements LambdaContextFactory {
  private volatile Context context;

  @Override
  public void registerSingletons(Context context) {
    this.context = context;
  }

  /**
   * The context that Lambda gave to the invocation at hand.
   *
   * @throws NullPointerException outside an invocation
   */
  public Context context() {
    return Objects.requireNonNull(context, "no invocation is running");
  }
}
