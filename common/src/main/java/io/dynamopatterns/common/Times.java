package io.dynamopatterns.common;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as text of one width, in UTC and to the millisecond: they sort as times do. */
public final class Times {
  /** The length of {@link #text}. */
  public static final int LENGTH = 24;

  private static final String FORM = "0000-00-00T00:00:00.000Z";

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  /** Later times would be of five digits once they are rounded up to the millisecond. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final Pattern ISO_8601 =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,]([0-9]{1,9}))?"
              + "(?:[Zz]|([+-][0-9]{2})(?::?([0-9]{2}))?)");

  private Times() {}

  /**
   * A time as others write it: ISO 8601's extended format with an offset, which is {@code Z} or
   * hours with or without minutes and colon ({@code +01:00}, {@code +0100}, {@code +01}). Seconds
   * and their fraction, up to nine digits after a point or a comma, may be missing; {@code t} and
   * {@code z} may be small letters, as in RFC 3339. Empty if the text is anything else, such as a
   * time without an offset, or before the year 0000 or after 9999-12-31T23:59:59.999Z.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339, date and time</a>
   */
  public static Optional<Instant> ofIso8601(String text) {
    if (isFixedWidth(text)) {
      return fixedWidth(text);
    }
    Matcher parts = ISO_8601.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String fraction = parts.group(3) == null ? "" : "." + parts.group(3);
    String minutes = parts.group(5) == null ? "00" : parts.group(5);
    String offset = parts.group(4) == null ? "Z" : parts.group(4) + ":" + minutes;
    try {
      return Optional.of(
              OffsetDateTime.parse(parts.group(1) + "T" + parts.group(2) + fraction + offset)
                  .toInstant())
          .filter(time -> !time.isBefore(EARLIEST) && !time.isAfter(LATEST));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A time such as {@code 2026-11-20T10:15:30.000Z}; its year must have four digits. */
  public static String text(Instant time) {
    LocalDateTime utc =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9999) {
      throw new DateTimeException("a year must have four digits: " + time);
    }
    char[] text = new char[LENGTH];
    digits(utc.getYear(), 4, text, 0, '-');
    digits(utc.getMonthValue(), 2, text, 5, '-');
    digits(utc.getDayOfMonth(), 2, text, 8, 'T');
    digits(utc.getHour(), 2, text, 11, ':');
    digits(utc.getMinute(), 2, text, 14, ':');
    digits(utc.getSecond(), 2, text, 17, '.');
    digits(utc.getNano() / 1_000_000, 3, text, 20, 'Z');
    return new String(text);
  }

  /** Writes a number of this many digits, and what follows it. */
  private static void digits(int number, int count, char[] text, int from, char next) {
    int rest = number;
    for (int i = from + count - 1; i >= from; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
    text[from + count] = next;
  }

  /** Whether this is of the form of {@link #text}, whatever its numbers say. */
  private static boolean isFixedWidth(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char form = FORM.charAt(i);
      char c = text.charAt(i);
      if (form == '0' ? c < '0' || c > '9' : c != form) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Instant> fixedWidth(String text) {
    boolean isTime =
        number(text, 11, 13) < 24 && number(text, 14, 16) < 60 && number(text, 17, 19) < 60;
    try {
      return isTime ? Optional.of(parse(text)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The time of such a text. Every event that is read needs it, so only this form is parsed. */
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
