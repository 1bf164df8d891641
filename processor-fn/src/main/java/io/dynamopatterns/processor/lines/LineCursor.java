package io.dynamopatterns.processor.lines;

import io.dynamopatterns.processor.source.ObjectVersion;
import java.util.Map;

/**
 * How far into an object its lines are delivered.
 *
 * @param object the object's state when it was begun; another one has other lines
 * @param gzip whether it is compressed
 * @param offset where the next line begins, in bytes; of a compressed object, in those it holds
 * @param lines how many lines are before it
 */
record LineCursor(ObjectVersion object, boolean gzip, long offset, long lines) {
  private static final String TAG = "tag";
  private static final String LENGTH = "length";
  private static final String GZIP = "gzip";
  private static final String OFFSET = "offset";
  private static final String LINES = "lines";

  /** The place that a cursor names, which is not empty. */
  static LineCursor of(Map<String, String> cursor) {
    return new LineCursor(
        new ObjectVersion(cursor.get(TAG), Long.parseLong(cursor.get(LENGTH))),
        Boolean.parseBoolean(cursor.get(GZIP)),
        Long.parseLong(cursor.get(OFFSET)),
        Long.parseLong(cursor.get(LINES)));
  }

  /** The same object, further on. */
  LineCursor at(long newOffset, long newLines) {
    return new LineCursor(object, gzip, newOffset, newLines);
  }

  Map<String, String> toMap() {
    return Map.of(
        TAG, object.tag(),
        LENGTH, Long.toString(object.length()),
        GZIP, Boolean.toString(gzip),
        OFFSET, Long.toString(offset),
        LINES, Long.toString(lines));
  }
}
