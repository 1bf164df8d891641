package io.dynamopatterns.processor.lines;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dynamopatterns.common.JsonText;
import java.io.IOException;
import java.util.Optional;

/**
 * Lines in Common or Combined Log Format as the events of clicks that the fleet's patterns read:
 * {@code {"id", "client", "time", "method", "path", "status", "bytes", "referer", "userAgent"}}.
 * The partition key is the client: its clicks stay in order.
 */
public final class AccessLogLines implements LineMapper {
  @Override
  public String format() {
    return "access-log";
  }

  @Override
  public LineRecord map(Line line) throws RejectedLineException {
    AccessLogLine click = AccessLogLine.parse(line.text());
    return new LineRecord(click.client(), event(line.id(), click));
  }

  private static byte[] event(String id, AccessLogLine click) {
    return JsonText.bytes(
        json -> {
          json.writeStringField("id", id);
          json.writeStringField("client", click.client());
          json.writeStringField("time", click.time().toString());
          json.writeStringField("method", click.method());
          json.writeStringField("path", click.path());
          json.writeNumberField("status", click.status());
          json.writeNumberField("bytes", click.bytes());
          write(json, "referer", click.referer());
          write(json, "userAgent", click.userAgent());
        });
  }

  private static void write(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }
}
