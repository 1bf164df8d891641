package io.dynamopatterns.emulator.function.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import java.util.Map;

/** Answers the value of a property of its application context. */
public class MicronautHandler implements RequestHandler<Map<String, String>, Map<String, String>> {
  private final ApplicationContext context;

  public MicronautHandler() {
    throw new IllegalStateException("The local fleet hands the environment to the constructor");
  }

  public MicronautHandler(ApplicationContextBuilder builder) {
    context = builder.build().start();
    if (context.getProperty("broken", String.class).isPresent()) {
      throw new IllegalStateException(
          "outer", new IllegalArgumentException("BROKEN must be unset"));
    }
  }

  @Override
  public Map<String, String> handleRequest(Map<String, String> event, Context lambda) {
    return Map.of("value", context.getProperty(event.get("property"), String.class).orElse("none"));
  }
}
