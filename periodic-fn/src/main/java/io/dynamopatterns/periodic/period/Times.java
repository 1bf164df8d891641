package io.dynamopatterns.periodic.period;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as text of fixed width, in UTC, so that they sort as times. */
public final class Times {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** The length of {@link #text}. */
  static final int LENGTH = 24;

  private Times() {}

  /** A time in milliseconds, such as {@code 2026-11-20T10:15:30.000Z}. */
  public static String text(Instant time) {
    return MILLIS.format(time);
  }
}
