package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.amazonaws.services.lambda.runtime.Context;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.HandlerUtils;
import io.micronaut.function.aws.LambdaContextFactory;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@MicronautTest(startApplication = false)
class InvocationTest {
  @Inject ApplicationContext application;
  @Inject Invocation invocation;

  @Test
  void eachInvocationHasItsOwnDeadlineAndNoneIsKept() {
    assertThat(application.getBean(LambdaContextFactory.class)).isSameAs(invocation);

    HandlerUtils.configureWithContext(() -> application, new TestContext("first", 0));
    assertThat(passed(invocation)).isTrue();
    HandlerUtils.configureWithContext(() -> application, new TestContext("second", 60_000));
    assertThat(passed(invocation)).isFalse();

    assertThat(application.getBeansOfType(Context.class)).isEmpty();
  }

  @Test
  void outsideAnInvocationThereIsNothingToRun() {
    assertThatNullPointerException()
        .isThrownBy(() -> passed(new Invocation()))
        .withMessage("no invocation is running");
  }

  private static boolean passed(Invocation invocation) {
    return invocation.run("test", "input", (input, deadline, telemetry) -> deadline.passed());
  }
}
