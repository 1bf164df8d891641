package io.dynamopatterns.processor.work;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as text of fixed width, which sorts. */
public final class Times {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** In UTC, to the millisecond. */
  public static String text(Instant time) {
    return MILLIS.format(time);
  }
}
