package io.dynamopatterns.emulator.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a schedule of EventBridge Scheduler is due: rate, cron or at. */
public sealed interface ScheduleExpression {
  /** The first time after an instant, empty when there is none. */
  Optional<Instant> next(Instant after);

  /**
   * Reads an expression.
   *
   * @param zone for cron and at
   * @param start what a rate counts from
   * @throws IllegalArgumentException saying what may be written instead
   */
  static ScheduleExpression parse(String text, ZoneId zone, Instant start) {
    Matcher form = Form.PATTERN.matcher(text);
    if (!form.matches()) {
      throw Form.invalid(
          text, "write rate(5 minutes), cron(0 10 * * ? *) or at(2026-11-20T10:00:00)");
    }
    String inner = form.group(2);
    return switch (form.group(1)) {
      case "rate" -> new Rate(Form.rate(text, inner), start);
      case "cron" -> new Cron(Form.cron(text, inner), zone);
      default -> new At(Form.at(text, inner, zone));
    };
  }

  /** Every so often, counted from a start. */
  record Rate(Duration period, Instant start) implements ScheduleExpression {
    @Override
    public Optional<Instant> next(Instant after) {
      if (after.isBefore(start)) {
        return Optional.of(start.plus(period));
      }
      long periods = Duration.between(start, after).dividedBy(period);
      return Optional.of(start.plus(period.multipliedBy(periods + 1)));
    }
  }

  /** By the calendar of a time zone. */
  record Cron(CronExpression times, ZoneId zone) implements ScheduleExpression {
    @Override
    public Optional<Instant> next(Instant after) {
      return times.next(after, zone);
    }
  }

  /** Once. */
  record At(Instant time) implements ScheduleExpression {
    @Override
    public Optional<Instant> next(Instant after) {
      return time.isAfter(after) ? Optional.of(time) : Optional.empty();
    }
  }

  /** How the expressions are written. */
  final class Form {
    private static final Pattern PATTERN = Pattern.compile("(rate|cron|at)\\((.*)\\)");
    private static final Pattern RATE = Pattern.compile("([1-9]\\d*) (minute|hour|day)s?");

    private Form() {}

    private static Duration rate(String text, String inner) {
      Matcher rate = RATE.matcher(inner);
      if (!rate.matches()) {
        throw invalid(text, "a rate is a number of minutes, hours or days");
      }
      long value = Long.parseLong(rate.group(1));
      return switch (rate.group(2)) {
        case "minute" -> Duration.ofMinutes(value);
        case "hour" -> Duration.ofHours(value);
        default -> Duration.ofDays(value);
      };
    }

    private static CronExpression cron(String text, String inner) {
      try {
        return CronExpression.parse(inner);
      } catch (IllegalArgumentException e) {
        throw invalid(text, e.getMessage());
      }
    }

    private static Instant at(String text, String inner, ZoneId zone) {
      try {
        return LocalDateTime.parse(inner).atZone(zone).toInstant();
      } catch (DateTimeException e) {
        throw invalid(text, "a time is written like 2026-11-20T10:00:00");
      }
    }

    private static IllegalArgumentException invalid(String text, String message) {
      return new IllegalArgumentException(
          "The schedule expression '%s' is not valid: %s".formatted(text, message));
    }
  }
}
