package io.dynamopatterns.examples.coupons.kit;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;

/** An answer, its body read. */
public record Answer(int status, JsonNode json, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static Answer of(APIGatewayV2HTTPResponse response) {
    try {
      return new Answer(
          response.getStatusCode(), JSON.readTree(response.getBody()), response.getBody());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code of a problem. */
  public String code() {
    return json.path("code").asText();
  }

  public String text(String field) {
    return json.path(field).asText();
  }
}
