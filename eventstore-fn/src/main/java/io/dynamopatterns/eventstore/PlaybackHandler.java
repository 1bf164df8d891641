package io.dynamopatterns.eventstore;

import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.eventstore.playback.PlaybackFunction;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;
import java.util.Map;

/** Plays events back, page by page, and tells the watermark. */
public class PlaybackHandler
    extends MicronautRequestHandler<Map<String, Object>, Map<String, Object>> {
  @Inject PlaybackFunction function;
  @Inject Invocation invocation;

  public PlaybackHandler() {}

  /** For runners that bring an environment of their own. */
  public PlaybackHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public Map<String, Object> execute(Map<String, Object> request) {
    return invocation.run("eventstore", request, function::answer);
  }
}
