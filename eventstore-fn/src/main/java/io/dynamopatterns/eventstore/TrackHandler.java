package io.dynamopatterns.eventstore;

import static java.util.Objects.requireNonNullElse;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.dynamopatterns.common.invocation.Call;
import io.dynamopatterns.common.invocation.PatternHandler;
import io.dynamopatterns.eventstore.track.PixelAnswer;
import io.dynamopatterns.eventstore.track.PixelRequest;
import io.dynamopatterns.eventstore.track.Tracker;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;

/** Makes an event of a request for the pixel. */
public class TrackHandler extends PatternHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  @Inject Tracker tracker;

  public TrackHandler() {
    super("eventstore");
  }

  @Override
  protected APIGatewayV2HTTPResponse handle(APIGatewayV2HTTPEvent request, Call call) {
    return response(tracker.track(request(request), call.telemetry()));
  }

  /** What the function's URL delivers; what it does not say is empty. */
  public static PixelRequest request(APIGatewayV2HTTPEvent event) {
    RequestContext context = requireNonNullElse(event.getRequestContext(), new RequestContext());
    RequestContext.Http http = requireNonNullElse(context.getHttp(), new RequestContext.Http());
    return new PixelRequest(
        requireNonNullElse(context.getRequestId(), ""),
        requireNonNullElse(http.getSourceIp(), ""),
        Instant.ofEpochMilli(context.getTimeEpoch()),
        requireNonNullElse(http.getMethod(), ""),
        requireNonNullElse(event.getRawPath(), ""),
        requireNonNullElse(event.getRawQueryString(), ""),
        requireNonNullElse(event.getQueryStringParameters(), Map.of()),
        requireNonNullElse(event.getHeaders(), Map.of()));
  }

  private static APIGatewayV2HTTPResponse response(PixelAnswer answer) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(answer.status())
        .withHeaders(answer.headers())
        .withBody(answer.body())
        .withIsBase64Encoded(answer.isBase64())
        .build();
  }
}
