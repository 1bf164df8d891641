package io.dynamopatterns.eventstore.track;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dynamopatterns.common.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The event of a request for the pixel: the fields of a line of an access log, as other events of
 * the stream have them, and besides the query and the headers.
 *
 * <p>Headers that hold credentials are left out: readers of the stream or the store must not see
 * them.
 */
final class PixelEvent {
  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "proxy-authorization", "cookie", "x-amz-security-token");

  /** Consumers keep events by path; a DynamoDB partition key has this many bytes. */
  private static final int MAX_PATH = 2048;

  private static final int PIXEL_BYTES = 43;

  private PixelEvent() {}

  static byte[] json(PixelRequest request) {
    Map<String, String> headers = headers(request);
    return JsonText.bytes(
        json -> {
          json.writeStringField("id", request.id());
          json.writeStringField("client", request.client());
          json.writeStringField("time", request.time().toString());
          json.writeStringField("method", request.method());
          json.writeStringField("path", path(request));
          json.writeNumberField("status", 200);
          json.writeNumberField("bytes", PIXEL_BYTES);
          if (headers.containsKey("referer")) {
            json.writeStringField("referer", headers.get("referer"));
          }
          if (headers.containsKey("user-agent")) {
            json.writeStringField("userAgent", headers.get("user-agent"));
          }
          write("query", request.parameters(), json);
          json.writeStringField("queryString", request.query());
          write("headers", headers, json);
        });
  }

  /** The path with its query, as in a log; a long query is in its own fields only. */
  private static String path(PixelRequest request) {
    String query = request.query();
    String path = query.isEmpty() ? request.path() : request.path() + '?' + query;
    boolean fits = path.getBytes(StandardCharsets.UTF_8).length <= MAX_PATH;
    return fits ? path : request.path();
  }

  private static Map<String, String> headers(PixelRequest request) {
    Map<String, String> headers = new TreeMap<>();
    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    headers.keySet().removeAll(CREDENTIALS);
    return headers;
  }

  private static void write(String name, Map<String, String> values, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var value : new TreeMap<>(values).entrySet()) {
      json.writeStringField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
  }
}
