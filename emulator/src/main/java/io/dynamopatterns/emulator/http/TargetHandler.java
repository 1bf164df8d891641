package io.dynamopatterns.emulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** One service's JSON API, whose operations are named by a header. */
public abstract class TargetHandler extends RestHandler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROTOCOL = "application/x-amz-";

  /** Answers an operation, by its name without the service's prefix. */
  protected abstract ObjectNode answer(String operation, JsonNode request) throws Exception;

  /**
   * How a body is read and written.
   *
   * @param contentType of the request, and of its answer
   */
  protected ObjectMapper mapper(String contentType) {
    return JSON;
  }

  /** An operation that the service does not answer here. */
  protected static ApiException unknown(String message) {
    return new ApiException(400, "UnknownOperationException", message);
  }

  @Override
  protected final HttpAnswer answer(RestRequest request) throws Exception {
    String target = request.header("x-amz-target").orElse("");
    JsonNode body;
    try {
      body = mapper(contentType(request)).readTree(request.body());
    } catch (JsonProcessingException e) {
      throw new ApiException(400, "SerializationException", "The request's body is not valid");
    }
    return answer(request, 200, answer(target.substring(target.lastIndexOf('.') + 1), body));
  }

  @Override
  protected HttpAnswer error(RestRequest request, ApiException e) {
    return answer(
        request,
        e.status(),
        JSON.createObjectNode().put("__type", e.type()).put("message", e.getMessage()));
  }

  private HttpAnswer answer(RestRequest request, int status, ObjectNode body) {
    String contentType = contentType(request);
    try {
      return HttpAnswer.of(status, contentType, mapper(contentType).writeValueAsBytes(body));
    } catch (IOException e) {
      throw new IllegalStateException("An answer cannot be written", e);
    }
  }

  private static String contentType(RestRequest request) {
    return request
        .header("content-type")
        .filter(type -> type.startsWith(PROTOCOL))
        .orElse(PROTOCOL + "json-1.1");
  }
}
