package io.dynamopatterns.emulator.url;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.http.HttpAnswer;
import io.dynamopatterns.mapping.json.SingleJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What a function answered, as a function URL or an HTTP API sends it on. */
final class FunctionAnswers {
  private static final String JSON = "application/json";

  private FunctionAnswers() {}

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
    return SingleJson.read(answer)
        .map(json -> of(answer, json))
        .orElseGet(FunctionAnswers::badGateway);
  }

  private static HttpAnswer of(String answer, JsonNode json) {
    if (!json.path("statusCode").isInt()) {
      return HttpAnswer.of(200, JSON, answer);
    }
    HttpFields.Mutable headers = HttpFields.build();
    json.path("headers")
        .properties()
        .forEach(header -> headers.add(header.getKey(), header.getValue().asText()));
    json.path("cookies").forEach(cookie -> headers.add(HttpHeader.SET_COOKIE, cookie.asText()));
    if (!headers.contains(HttpHeader.CONTENT_TYPE)) {
      headers.add(HttpHeader.CONTENT_TYPE, JSON);
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
    return HttpAnswer.of(status, JSON, "{\"message\":\"%s\"}".formatted(text));
  }

  private static HttpAnswer text(int status, String text) {
    return HttpAnswer.of(status, "text/plain", text);
  }
}
