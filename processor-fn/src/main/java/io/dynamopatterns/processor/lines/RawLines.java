package io.dynamopatterns.processor.lines;

import io.dynamopatterns.common.JsonText;

/**
 * The line as it is, in JSON that says which it is: {@code {"id", "object", "line", "text"}}. Its
 * partition key is its id: lines are spread over all shards, and have no order but their numbers.
 */
public final class RawLines implements LineMapper {
  /** The format unless the work's input says otherwise. */
  public static final String FORMAT = "raw";

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public LineRecord map(Line line) {
    return new LineRecord(
        PartitionKeys.of(line.id()),
        JsonText.bytes(
            json -> {
              json.writeStringField("id", line.id());
              json.writeStringField("object", line.object());
              json.writeNumberField("line", line.number());
              json.writeStringField("text", line.text());
            }));
  }
}
