package io.dynamopatterns.periodic.period;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * A stretch of time for which events are collected.
 *
 * @param start when it begins, at a full minute
 * @param width how long it is
 */
public record Period(Instant start, Duration width) {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

  private static final Pattern NAMES = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}Z");

  /** The period of this width that contains the time. A width divides a day. */
  public static Period of(Instant time, Duration width) {
    long seconds = width.toSeconds();
    long start = Math.floorDiv(time.getEpochSecond(), seconds) * seconds;
    return new Period(Instant.ofEpochSecond(start), width);
  }

  /** Whether this text may be the name of a period. */
  public static boolean isName(String text) {
    return NAMES.matcher(text).matches();
  }

  /** Its start, such as {@code 2026-11-20T10:00Z}; names sort as periods follow each other. */
  public String name() {
    return NAME.format(start);
  }

  /** When it ends: the first moment that is not in it. */
  public Instant end() {
    return start.plus(width);
  }
}
