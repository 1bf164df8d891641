package io.dynamopatterns.emulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The answer of a REST API. */
record RestAnswer(int status, Map<String, String> headers, byte[] body) {
  static RestAnswer json(int status, JsonNode body) {
    return new RestAnswer(
        status,
        Map.of("Content-Type", "application/json"),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  static RestAnswer xml(int status, String body) {
    return new RestAnswer(
        status, Map.of("Content-Type", "application/xml"), body.getBytes(StandardCharsets.UTF_8));
  }

  static RestAnswer empty(int status, Map<String, String> headers) {
    return new RestAnswer(status, headers, new byte[0]);
  }
}
