package io.dynamopatterns.common.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import io.dynamopatterns.common.TestContext;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.PropertySource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PatternHandlerTest {
  /** Answers the time that an invocation has left, and the value of a property. */
  public static class TestHandler extends PatternHandler<String, String> {
    public TestHandler() {
      super("test");
    }

    @Override
    protected String handle(String property, Call call) {
      return applicationContext.getProperty(property, String.class).orElse("none")
          + call.deadline().remaining().compareTo(Duration.ofSeconds(1))
          + (call.first() ? " first" : "");
    }

    ApplicationContext context() {
      return applicationContext;
    }
  }

  /** What another handler of the module uses. */
  @Singleton
  static class OfAnotherHandler {
    static final AtomicInteger MADE = new AtomicInteger();

    OfAnotherHandler() {
      MADE.incrementAndGet();
    }
  }

  /** Remembers what it handled, each object for itself, and all together. */
  public static class RememberingHandler extends PatternHandler<String, String> {
    static final List<String> ALL = new CopyOnWriteArrayList<>();
    final List<String> own = new ArrayList<>();

    public RememberingHandler() {
      super("test");
    }

    @Override
    protected Optional<String> dryEvent() {
      return Optional.of("\"dry\"");
    }

    @Override
    protected String handle(String event, Call call) {
      own.add(event);
      ALL.add(event);
      return event;
    }
  }

  /** As in the environment of a function on AWS. */
  @BeforeAll
  static void setRegion() {
    System.setProperty("aws.region", "us-east-1");
  }

  @AfterAll
  static void clearRegion() {
    System.clearProperty("aws.region");
  }

  @Test
  void aHandlerRunsInTheEnvironmentThatItIsGivenAndTheNextOneInItsOwn() {
    TestHandler given = PatternHandler.with(environment(Map.of("place", "here")), TestHandler::new);
    TestHandler plain = new TestHandler();

    assertThat(given.handleRequest("place", new TestContext("first", 60_000)))
        .isEqualTo("here1 first");
    assertThat(plain.handleRequest("place", new TestContext("first", 60_000)))
        .isEqualTo("none1 first");
  }

  @Test
  void aHandlerStartsWithoutTheBeansOfTheModulesOtherHandlersAlsoInATestAndInTheLocalFleet() {
    int before = OfAnotherHandler.MADE.get();

    TestHandler handler = new TestHandler();
    PatternHandler.with(environment(Map.of()), TestHandler::new);

    assertThat(OfAnotherHandler.MADE).hasValue(before);
    assertThat(handler.context().getEnvironment().getActiveNames()).contains("function", "lambda");
  }

  @Test
  void aDryRunLeavesTheHandlerThatTheSnapshotKeepsUntouched() {
    RememberingHandler kept = new RememberingHandler();

    kept.prime();

    assertThat(RememberingHandler.ALL).containsExactly("dry");
    assertThat(kept.own).isEmpty();
    assertThat(kept.getApplicationContext().isRunning()).isTrue();
  }

  @Test
  void aHandlerThatDoesNotStartLeavesItsEnvironmentToNoOther() {
    assertThatThrownBy(
            () ->
                PatternHandler.with(
                    environment(Map.of("place", "here")),
                    () -> {
                      throw new IllegalStateException("does not start");
                    }))
        .hasMessage("does not start");

    assertThat(new TestHandler().handleRequest("place", new TestContext("first", 60_000)))
        .isEqualTo("none1 first");
  }

  @Test
  void eachInvocationHasItsOwnDeadlineAndNoContextIsKept() {
    TestHandler handler = PatternHandler.with(environment(Map.of()), TestHandler::new);

    assertThat(handler.handleRequest("any", new TestContext("first", 0))).isEqualTo("none-1 first");
    assertThat(handler.handleRequest("any", new TestContext("second", 60_000))).isEqualTo("none1");

    assertThat(handler.context().getBeansOfType(Context.class)).isEmpty();
  }

  @Test
  void outsideAnInvocationThereIsNothingToRun() {
    TestHandler handler = PatternHandler.with(environment(Map.of()), TestHandler::new);

    assertThatNullPointerException()
        .isThrownBy(() -> handler.execute("any"))
        .withMessage("no invocation is running");
  }

  private static ApplicationContextBuilder environment(Map<String, Object> properties) {
    return PatternHandler.contextBuilder().propertySources(PropertySource.of("test", properties));
  }
}
