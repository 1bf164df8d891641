package io.dynamopatterns.processor.lines;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The line as it is, in JSON that says which it is: {@code {"id", "object", "line", "text"}}. Its
 * partition key is its id: lines are spread over all shards, and have no order but their numbers.
 */
public final class RawLines implements LineMapper {
  /** The format unless the work's input says otherwise. */
  public static final String FORMAT = "raw";

  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public LineRecord map(Line line) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(data)) {
      json.writeStartObject();
      json.writeStringField("id", line.id());
      json.writeStringField("object", line.object());
      json.writeNumberField("line", line.number());
      json.writeStringField("text", line.text());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LineRecord(PartitionKeys.of(line.id()), data.toByteArray());
  }
}
