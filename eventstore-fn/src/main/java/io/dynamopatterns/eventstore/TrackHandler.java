package io.dynamopatterns.eventstore;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.dynamopatterns.common.Invocation;
import io.dynamopatterns.eventstore.track.Tracker;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.function.aws.MicronautRequestHandler;
import jakarta.inject.Inject;

/** Makes an event of a request for the pixel. */
public class TrackHandler
    extends MicronautRequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  @Inject Tracker tracker;
  @Inject Invocation invocation;

  public TrackHandler() {}

  /** For runners that bring an environment of their own. */
  public TrackHandler(ApplicationContextBuilder context) {
    super(context);
  }

  @Override
  public APIGatewayV2HTTPResponse execute(APIGatewayV2HTTPEvent request) {
    return invocation.run("eventstore", request, tracker::track);
  }
}
