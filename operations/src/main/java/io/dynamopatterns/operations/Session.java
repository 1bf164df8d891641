package io.dynamopatterns.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * What an operation works with.
 *
 * @param deployment what it is done to
 * @param times how people write times
 * @param progress where long work says how far it is
 */
public record Session(Deployment deployment, TimeParser times, ProgressListener progress) {
  /** The functions' words for a request that is wrong, or names what does not exist. */
  private static final java.util.regex.Pattern REFUSED =
      java.util.regex.Pattern.compile(
          "(?:[\\w.$]+Exception: )?(?:bad request: (.*)|(not found: .*))");

  public Clients clients() {
    return deployment.clients();
  }

  /** Invokes a pattern's function and waits for its answer. */
  public JsonNode invoke(Pattern pattern, String role, JsonNode request) {
    return invoke(deployment.function(pattern, role), request);
  }

  /**
   * Invokes a function and waits for its answer.
   *
   * @throws OperationException with the function's own words if it refuses or fails
   */
  public JsonNode invoke(String function, JsonNode request) {
    InvokeResponse response;
    try {
      response =
          clients()
              .lambda()
              .invoke(
                  call ->
                      call.functionName(function)
                          .qualifier(Deployment.ALIAS)
                          .payload(SdkBytes.fromUtf8String(request.toString())));
    } catch (ResourceNotFoundException e) {
      throw deployment.noFunction(function);
    }
    JsonNode answer = Json.parse(response.payload().asUtf8String());
    if (response.functionError() == null) {
      return answer;
    }
    String message = answer.path("errorMessage").asText(answer.toString());
    Matcher refused = REFUSED.matcher(message);
    throw refused.matches()
        ? OperationException.request(
            "%s refuses: %s",
            function, refused.group(1) == null ? refused.group(2) : refused.group(1))
        : OperationException.failed(null, "%s failed: %s", function, message);
  }
}
