package io.dynamopatterns.mapping;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Records that go to a function in one event. */
public final class BatchEvent {
  /** What an event adds to its records: {@code {"Records":[...]}} and a comma for each. */
  static final int OVERHEAD = 16;

  private BatchEvent() {}

  static String event(List<SourceRecord> records) {
    return event(records.stream().map(SourceRecord::text));
  }

  /** The event of records that are JSON already. */
  public static String event(Stream<String> records) {
    return records.collect(Collectors.joining(",", "{\"Records\":[", "]}"));
  }
}
