package io.dynamopatterns.emulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One service's JSON API, whose operations are named by a header. */
abstract class TargetHandler extends RestHandler {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Answers an operation, by its name without the service's prefix. */
  abstract ObjectNode answer(String operation, JsonNode request) throws Exception;

  @Override
  final RestAnswer answer(RestRequest request) throws Exception {
    String target = request.header("x-amz-target").orElse("");
    JsonNode body;
    try {
      body = JSON.readTree(request.body());
    } catch (JsonProcessingException e) {
      throw new ApiException(400, "SerializationException", "The request's body is not valid");
    }
    return RestAnswer.json(200, answer(target.substring(target.lastIndexOf('.') + 1), body));
  }

  @Override
  final RestAnswer error(ApiException e) {
    ObjectNode body =
        JSON.createObjectNode().put("__type", e.type()).put("message", e.getMessage());
    return new RestAnswer(
        e.status(),
        Map.of("Content-Type", "application/x-amz-json-1.1"),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
