package io.dynamopatterns.eventstore;

import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.eventstore.playback.PlaybackFunction;
import jakarta.inject.Inject;
import java.util.Map;

/** Plays events back, page by page, and returns the watermark. */
public class PlaybackHandler extends PatternHandler<Map<String, Object>, Map<String, Object>> {
  @Inject PlaybackFunction function;

  public PlaybackHandler() {
    super("eventstore");
  }

  @Override
  protected Map<String, Object> handle(Map<String, Object> request, Call call) {
    return function.answer(request, call.deadline(), call.telemetry());
  }
}
