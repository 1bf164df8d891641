package io.dynamopatterns.operations;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people write them. Without an offset they are UTC, as everything in the tables is.
 *
 * @param clock the time that {@code -2h} is before
 */
public record TimeParser(Clock clock) {
  /** What a time can be. */
  public static final String ALLOWED =
      "a time such as 10:00 (the last one, UTC), -2h, 'yesterday 10:00', 2026-11-28 or 2026-11-28T10:00Z";

  private static final Pattern AGO = Pattern.compile("-(\\d+)([smhd])");
  private static final Pattern DAY_AND_TIME =
      Pattern.compile(
          "(?:(today|yesterday|\\d{4}-\\d\\d-\\d\\d)[ T]?)?(\\d\\d?:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?)?");

  /**
   * Reads a time.
   *
   * @param name of the parameter, for the message
   * @throws OperationException that says what is allowed
   */
  public Instant instant(String name, String text) {
    String trimmed = text.trim();
    try {
      Matcher ago = AGO.matcher(trimmed);
      if (ago.matches()) {
        return clock.instant().minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
      }
      if (trimmed.equals("now")) {
        return clock.instant();
      }
      Matcher local = DAY_AND_TIME.matcher(trimmed);
      if (!trimmed.isEmpty() && local.matches()) {
        return local(local.group(1), local.group(2));
      }
      return OffsetDateTime.parse(trimmed).toInstant();
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw OperationException.request("%s must be %s, but is '%s'", name, ALLOWED, text);
    }
  }

  /**
   * Makes sure that a span does not end before it begins.
   *
   * @throws OperationException with both times: one of day is the last one
   */
  public static void requireOrder(Optional<Instant> from, Optional<Instant> to) {
    if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
      throw OperationException.request(
          "from is %s, and to is before it: %s. A time such as 10:00 is the last one: give a day,"
              + " such as 'yesterday 10:00'",
          from.get(), to.get());
    }
  }

  private Instant local(String day, String time) {
    LocalTime at = time == null ? LocalTime.MIDNIGHT : LocalTime.parse(padded(time));
    LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    if (day == null) {
      Instant here = today.atTime(at).toInstant(ZoneOffset.UTC);
      return here.isAfter(clock.instant()) ? here.minus(Duration.ofDays(1)) : here;
    }
    LocalDate date =
        switch (day) {
          case "today" -> today;
          case "yesterday" -> today.minusDays(1);
          default -> LocalDate.parse(day);
        };
    return date.atTime(at).toInstant(ZoneOffset.UTC);
  }

  private static String padded(String time) {
    return time.indexOf(':') == 1 ? "0" + time : time;
  }

  private static Duration duration(long number, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
