package io.dynamopatterns.common;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as text of one width, in UTC and to the millisecond: they sort as times do. */
public final class Times {
  /** The length of {@link #text}. */
  public static final int LENGTH = 24;

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** A time such as {@code 2026-11-20T10:15:30.000Z}; its year must have four digits. */
  public static String text(Instant time) {
    return MILLIS.format(time);
  }
}
