package io.dynamopatterns.eventstore;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.eventstore.track.Tracker;
import jakarta.inject.Inject;

/** Makes an event of a request for the pixel. */
public class TrackHandler extends PatternHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  @Inject Tracker tracker;

  public TrackHandler() {
    super("eventstore");
  }

  @Override
  protected APIGatewayV2HTTPResponse handle(APIGatewayV2HTTPEvent request, Call call) {
    return tracker.track(request, call.deadline(), call.telemetry());
  }
}
