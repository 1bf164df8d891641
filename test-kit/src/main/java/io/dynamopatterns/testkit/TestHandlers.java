package io.dynamopatterns.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.invocation.PatternHandler;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.env.PropertySource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Starts handlers as Lambda does: with an environment, and the test's endpoints of AWS. */
public final class TestHandlers {
  private TestHandlers() {}

  /**
   * Starts a handler.
   *
   * @param environment its variables
   * @param endpoints of services by their names, such as {@code kinesis}; DynamoDB is {@link
   *     TestDatabase} unless one is given
   */
  public static <T> T start(
      Supplier<T> handler, Map<String, ?> environment, Map<String, ?> endpoints) {
    return PatternHandler.with(context(environment, endpoints), handler);
  }

  /**
   * Sees that a function does not start in this environment.
   *
   * @param message the reason, in part
   * @param parts what handlers make first; made alone, they log no stack traces into the build's
   *     output
   */
  public static void assertThatNoneStarts(
      Map<String, ?> environment, String message, List<Class<?>> parts) {
    try (ApplicationContext context = context(environment, Map.of()).start()) {
      assertThat(parts)
          .isNotEmpty()
          .allSatisfy(
              part ->
                  assertThatThrownBy(() -> context.getBean(part)).hasStackTraceContaining(message));
    }
  }

  /**
   * The context of a handler.
   *
   * @param endpoints as for {@link #start}
   */
  public static ApplicationContextBuilder context(
      Map<String, ?> environment, Map<String, ?> endpoints) {
    Map<String, Object> variables = new HashMap<>(environment);
    variables.put("AWS_REGION", "us-east-1");
    Map<String, Object> local =
        new HashMap<>(
            Map.of(
                "aws.accessKeyId", "local",
                "aws.secretKey", "local",
                "aws.s3.path-style-access-enabled", true));
    local.put(override("dynamodb"), TestDatabase.dynamoDb().endpoint().toString());
    endpoints.forEach((service, endpoint) -> local.put(override(service), endpoint.toString()));
    return PatternHandler.contextBuilder()
        .environmentPropertySource(false)
        .propertySources(
            PropertySource.of(
                "env",
                variables,
                PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE,
                PropertySource.Origin.of("test")),
            PropertySource.of("local", local));
  }

  private static String override(String service) {
    return "aws.services." + service + ".endpoint-override";
  }
}
