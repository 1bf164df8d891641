package io.dynamopatterns.examples.coupons.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** The answer to a request: a JSON object. */
public record ApiAnswer(int status, Map<String, String> headers, String body) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Writes the fields of an object. */
  @FunctionalInterface
  public interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  public static ApiAnswer ok(Content content) {
    return of(200, "application/json", content, Map.of());
  }

  public static ApiAnswer created(Content content) {
    return of(201, "application/json", content, Map.of());
  }

  static ApiAnswer problem(int status, Content content, Map<String, String> headers) {
    return of(status, "application/problem+json", content, headers);
  }

  private static ApiAnswer of(
      int status, String type, Content content, Map<String, String> moreHeaders) {
    Map<String, String> headers = new TreeMap<>(moreHeaders);
    headers.put("Content-Type", type);
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    return new ApiAnswer(status, headers, json(content));
  }

  private static String json(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  APIGatewayV2HTTPResponse response() {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(headers)
        .withBody(body)
        .build();
  }
}
