package io.dynamopatterns.eventstore.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times as text of a fixed width, which sorts as the times do. */
public final class Times {
  /** 24 characters, such as {@code 2026-11-20T10:00:01.000Z}. */
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  static final int LENGTH = 24;

  private Times() {}

  /** A time to the millisecond, which is what Kinesis tells. */
  public static String text(Instant time) {
    return MILLIS.format(time);
  }

  /** The time of such a text. */
  public static Instant parse(String text) {
    return Instant.parse(text);
  }

  /** The first whole millisecond that is not before a time. */
  public static Instant ceiling(Instant time) {
    Instant millis = time.truncatedTo(ChronoUnit.MILLIS);
    return millis.equals(time) ? time : millis.plusMillis(1);
  }

  /** The later one. */
  public static Instant max(Instant left, Instant right) {
    return left.isAfter(right) ? left : right;
  }
}
