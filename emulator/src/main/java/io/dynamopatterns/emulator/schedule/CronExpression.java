package io.dynamopatterns.emulator.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cron expression of EventBridge Scheduler: minutes, hours, day of month, month, day of week and
 * year. Each field is a set of values and a time is due that is in all of them, so that in {@code
 * cron(0/30 20-2 ? * MON-FRI *)} the hours after midnight are those of Monday to Friday, too.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">EventBridge
 *     Scheduler, schedule types</a>
 */
final class CronExpression {
  private static final Pattern NEAREST_WEEKDAY = Pattern.compile("([0-9]{1,2})W");
  private static final Pattern BEFORE_LAST = Pattern.compile("L-([0-9]{1,2})");
  private static final Pattern NTH = Pattern.compile("([A-Z0-9]+)#([1-5])");
  private static final Pattern LAST_OF = Pattern.compile("([A-Z0-9]+)L");

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet months;
  private final BitSet years;
  private final Predicate<LocalDate> day;

  private CronExpression(
      BitSet minutes, BitSet hours, BitSet months, BitSet years, Predicate<LocalDate> day) {
    this.minutes = minutes;
    this.hours = hours;
    this.months = months;
    this.years = years;
    this.day = day;
  }

  /**
   * Reads the six fields.
   *
   * @throws IllegalArgumentException naming the field, what is wrong and what is allowed
   */
  static CronExpression parse(String text) {
    String[] fields = text.trim().split("\\s+");
    if (fields.length != 6) {
      throw new IllegalArgumentException(
          "a cron has six fields: minutes hours day-of-month month day-of-week year");
    }
    boolean anyDate = fields[2].equals("?");
    if (anyDate == fields[4].equals("?")) {
      throw new IllegalArgumentException(
          "write ? for the day of month or for the day of week, and a value or * for the other");
    }
    return new CronExpression(
        CronField.MINUTES.values(fields[0]),
        CronField.HOURS.values(fields[1]),
        CronField.MONTH.values(fields[3]),
        CronField.YEAR.values(fields[5]),
        anyDate ? daysOfWeek(fields[4]) : daysOfMonth(fields[2]));
  }

  /**
   * The first time after an instant, empty when there is none. A time that the zone skips in spring
   * is skipped, and one that it has twice in autumn is due the first time only, as with EventBridge
   * Scheduler.
   */
  Optional<Instant> next(Instant after, ZoneId zone) {
    LocalDate last = LocalDate.of(years.length(), 1, 1);
    LocalDate date = after.atZone(zone).toLocalDate();
    for (; date.isBefore(last); date = date.plusDays(1)) {
      if (!years.get(date.getYear())) {
        date = LocalDate.of(date.getYear(), 12, 31);
      } else if (!months.get(date.getMonthValue())) {
        date = date.with(TemporalAdjusters.lastDayOfMonth());
      } else if (day.test(date)) {
        Optional<Instant> next = next(date, after, zone);
        if (next.isPresent()) {
          return next;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> next(LocalDate date, Instant after, ZoneId zone) {
    for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
      for (int minute = minutes.nextSetBit(0);
          minute >= 0;
          minute = minutes.nextSetBit(minute + 1)) {
        LocalDateTime local = date.atTime(LocalTime.of(hour, minute));
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (!offsets.isEmpty() && local.toInstant(offsets.getFirst()).isAfter(after)) {
          return Optional.of(local.toInstant(offsets.getFirst()));
        }
      }
    }
    return Optional.empty();
  }

  private static Predicate<LocalDate> daysOfMonth(String field) {
    return CronField.items(field).stream()
        .map(CronExpression::dayOfMonth)
        .reduce(Predicate::or)
        .orElseThrow();
  }

  private static Predicate<LocalDate> dayOfMonth(String item) {
    Matcher nearest = NEAREST_WEEKDAY.matcher(item);
    Matcher beforeLast = BEFORE_LAST.matcher(item);
    if (item.equals("L")) {
      return date -> date.getDayOfMonth() == date.lengthOfMonth();
    }
    if (item.equals("LW")) {
      return date -> date.equals(nearestWeekday(date, date.lengthOfMonth()));
    }
    if (beforeLast.matches()) {
      int days = Integer.parseInt(beforeLast.group(1));
      return date -> date.getDayOfMonth() == date.lengthOfMonth() - days;
    }
    if (nearest.matches()) {
      int day = CronField.DAY_OF_MONTH.value(nearest.group(1));
      return date -> day <= date.lengthOfMonth() && date.equals(nearestWeekday(date, day));
    }
    BitSet values = CronField.DAY_OF_MONTH.values(item);
    return date -> values.get(date.getDayOfMonth());
  }

  /** The day of Monday to Friday that is nearest to a day of a date's month, in the same month. */
  private static LocalDate nearestWeekday(LocalDate date, int dayOfMonth) {
    LocalDate day = date.withDayOfMonth(dayOfMonth);
    return switch (day.getDayOfWeek()) {
      case SATURDAY -> dayOfMonth == 1 ? day.plusDays(2) : day.minusDays(1);
      case SUNDAY -> dayOfMonth == day.lengthOfMonth() ? day.minusDays(2) : day.plusDays(1);
      default -> day;
    };
  }

  private static Predicate<LocalDate> daysOfWeek(String field) {
    List<String> items = CronField.items(field);
    if (items.size() > 1 && field.contains("#")) {
      throw CronField.DAY_OF_WEEK.bad(field, "has # next to other days: use # alone");
    }
    return items.stream().map(CronExpression::ofWeek).reduce(Predicate::or).orElseThrow();
  }

  private static Predicate<LocalDate> ofWeek(String item) {
    Matcher nth = NTH.matcher(item);
    Matcher lastOf = LAST_OF.matcher(item);
    if (item.equals("L")) {
      return date -> date.getDayOfWeek() == DayOfWeek.SATURDAY;
    }
    if (nth.matches()) {
      int day = CronField.DAY_OF_WEEK.value(nth.group(1));
      int week = Integer.parseInt(nth.group(2));
      return date -> dayOfWeek(date) == day && date.get(ChronoField.ALIGNED_WEEK_OF_MONTH) == week;
    }
    if (lastOf.matches()) {
      int day = CronField.DAY_OF_WEEK.value(lastOf.group(1));
      return date -> dayOfWeek(date) == day && date.getDayOfMonth() > date.lengthOfMonth() - 7;
    }
    BitSet values = CronField.DAY_OF_WEEK.values(item);
    return date -> values.get(dayOfWeek(date));
  }

  /** AWS's number of a day: 1 for Sunday to 7 for Saturday. */
  private static int dayOfWeek(LocalDate date) {
    return date.getDayOfWeek().getValue() % 7 + 1;
  }
}
