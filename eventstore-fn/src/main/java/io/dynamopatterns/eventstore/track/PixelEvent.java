package io.dynamopatterns.eventstore.track;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The event of a request for the pixel: the fields of a line of an access log, as other events of
 * the stream have them, and besides the query and the headers.
 *
 * <p>Headers that hold credentials are left out: whoever reads the stream or the store may not be
 * meant to have them.
 */
final class PixelEvent {
  private static final JsonFactory JSON = new JsonFactory();

  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "proxy-authorization", "cookie", "x-amz-security-token");

  /** Consumers keep events by path; a DynamoDB partition key has this many bytes. */
  private static final int MAX_PATH = 2048;

  private static final int PIXEL_BYTES = 43;

  private PixelEvent() {}

  static byte[] json(APIGatewayV2HTTPEvent request) {
    var context = request.getRequestContext();
    Map<String, String> headers = headers(request);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("id", context.getRequestId());
      json.writeStringField("client", context.getHttp().getSourceIp());
      json.writeStringField("time", Instant.ofEpochMilli(context.getTimeEpoch()).toString());
      json.writeStringField("method", context.getHttp().getMethod());
      json.writeStringField("path", path(request));
      json.writeNumberField("status", 200);
      json.writeNumberField("bytes", PIXEL_BYTES);
      if (headers.containsKey("referer")) {
        json.writeStringField("referer", headers.get("referer"));
      }
      if (headers.containsKey("user-agent")) {
        json.writeStringField("userAgent", headers.get("user-agent"));
      }
      write("query", request.getQueryStringParameters(), json);
      json.writeStringField("queryString", query(request));
      write("headers", headers, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The path with its query, as in a log; a long query stands in its own fields only. */
  private static String path(APIGatewayV2HTTPEvent request) {
    String query = query(request);
    String path = query.isEmpty() ? request.getRawPath() : request.getRawPath() + '?' + query;
    boolean fits = path.getBytes(StandardCharsets.UTF_8).length <= MAX_PATH;
    return fits ? path : request.getRawPath();
  }

  private static String query(APIGatewayV2HTTPEvent request) {
    return Objects.requireNonNullElse(request.getRawQueryString(), "");
  }

  private static Map<String, String> headers(APIGatewayV2HTTPEvent request) {
    Map<String, String> headers = new TreeMap<>();
    Objects.requireNonNullElse(request.getHeaders(), Map.<String, String>of())
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    headers.keySet().removeAll(CREDENTIALS);
    return headers;
  }

  private static void write(String name, Map<String, String> values, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var value :
        new TreeMap<>(Objects.requireNonNullElse(values, Map.<String, String>of())).entrySet()) {
      json.writeStringField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
  }
}
