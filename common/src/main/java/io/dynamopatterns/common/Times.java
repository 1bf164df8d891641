package io.dynamopatterns.common;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

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

  /** The time of such a text. Every event that is read asks for it, so it is no parser of all. */
  public static Instant parse(String text) {
    if (text.length() != LENGTH || text.charAt(LENGTH - 1) != 'Z') {
      throw new IllegalArgumentException("not a time of the fixed width: " + text);
    }
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    long seconds = (number(text, 11, 13) * 60L + number(text, 14, 16)) * 60L + number(text, 17, 19);
    return Instant.ofEpochMilli((day * 86_400L + seconds) * 1_000L + number(text, 20, 23));
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

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
