package io.dynamopatterns.emulator.url;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.mapping.json.SingleJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What a function answered, as a function URL or an HTTP API sends it on. */
record HttpAnswer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
  private static final String CONTENT_TYPE = "Content-Type";

  /** What the caller gets when the function failed: nothing of why. */
  static HttpAnswer badGateway() {
    return text(502, "Internal Server Error");
  }

  static HttpAnswer tooLarge() {
    return text(413, "Request Too Long");
  }

  /** What API Gateway answers where no route matches. */
  static HttpAnswer notFound() {
    return message(404, "Not Found");
  }

  /** What API Gateway answers without a valid token. */
  static HttpAnswer unauthorized() {
    return message(401, "Unauthorized");
  }

  /** What API Gateway answers for a function that failed: nothing of why. */
  static HttpAnswer failed() {
    return message(500, "Internal Server Error");
  }

  /** An answer without a status code is taken for the body. */
  static HttpAnswer of(String answer) {
    return SingleJson.read(answer).map(json -> of(answer, json)).orElseGet(HttpAnswer::badGateway);
  }

  private static HttpAnswer of(String answer, JsonNode json) {
    if (!json.path("statusCode").isInt()) {
      return new HttpAnswer(
          200,
          List.of(Map.entry(CONTENT_TYPE, "application/json")),
          answer.getBytes(StandardCharsets.UTF_8));
    }
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    json.path("headers")
        .properties()
        .forEach(header -> headers.add(Map.entry(header.getKey(), header.getValue().asText())));
    json.path("cookies").forEach(cookie -> headers.add(Map.entry("Set-Cookie", cookie.asText())));
    if (headers.stream().noneMatch(header -> header.getKey().equalsIgnoreCase(CONTENT_TYPE))) {
      headers.add(Map.entry(CONTENT_TYPE, "application/json"));
    }
    String body = json.path("body").asText("");
    return new HttpAnswer(
        json.get("statusCode").asInt(),
        headers,
        json.path("isBase64Encoded").asBoolean()
            ? Base64.getDecoder().decode(body)
            : body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpAnswer message(int status, String text) {
    return new HttpAnswer(
        status,
        List.of(Map.entry(CONTENT_TYPE, "application/json")),
        "{\"message\":\"%s\"}".formatted(text).getBytes(StandardCharsets.UTF_8));
  }

  private static HttpAnswer text(int status, String text) {
    return new HttpAnswer(
        status,
        List.of(Map.entry(CONTENT_TYPE, "text/plain")),
        text.getBytes(StandardCharsets.UTF_8));
  }
}
