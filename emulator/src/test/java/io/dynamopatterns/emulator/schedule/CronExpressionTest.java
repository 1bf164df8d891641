package io.dynamopatterns.emulator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected times are written down by hand, from a calendar. */
class CronExpressionTest {
  private static final ZoneId UTC = ZoneOffset.UTC;

  /** 20 November 2026 is a Friday. */
  private static final String FRIDAY = "2026-11-20T10:00";

  /** AWS's own example, from the documentation of its cron expressions. */
  @Test
  void aRangeOfHoursOverMidnightIsDueInEachOfThem() {
    assertThat(times("0/30 20-2 ? * MON-FRI *", FRIDAY, 16))
        .containsExactly(
            "2026-11-20T20:00",
            "2026-11-20T20:30",
            "2026-11-20T21:00",
            "2026-11-20T21:30",
            "2026-11-20T22:00",
            "2026-11-20T22:30",
            "2026-11-20T23:00",
            "2026-11-20T23:30",
            "2026-11-23T00:00",
            "2026-11-23T00:30",
            "2026-11-23T01:00",
            "2026-11-23T01:30",
            "2026-11-23T02:00",
            "2026-11-23T02:30",
            "2026-11-23T20:00",
            "2026-11-23T20:30");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          58-1 0 1 12 ? *      | 2026-12-01T00:00 2026-12-01T00:01 2026-12-01T00:58 2026-12-01T00:59 2027-12-01T00:00
          50-10/10 0 1 12 ? *  | 2026-12-01T00:00 2026-12-01T00:10 2026-12-01T00:50 2027-12-01T00:00
          0 22-4/3 * * ? *     | 2026-11-20T22:00 2026-11-21T01:00 2026-11-21T04:00 2026-11-21T22:00
          0 20-2/2 * * ? *     | 2026-11-20T20:00 2026-11-20T22:00 2026-11-21T00:00 2026-11-21T02:00 2026-11-21T20:00
          0 0 30-2 * ? *       | 2026-11-30T00:00 2026-12-01T00:00 2026-12-02T00:00 2026-12-30T00:00 2026-12-31T00:00
          0 0 25-5/4 * ? *     | 2026-11-25T00:00 2026-11-29T00:00 2026-12-02T00:00 2026-12-25T00:00 2026-12-29T00:00
          0 0 1 NOV-FEB ? *    | 2026-12-01T00:00 2027-01-01T00:00 2027-02-01T00:00 2027-11-01T00:00
          0 0 1 11-2/2 ? *     | 2027-01-01T00:00 2027-11-01T00:00 2028-01-01T00:00
          0 0 ? * FRI-MON *    | 2026-11-21T00:00 2026-11-22T00:00 2026-11-23T00:00 2026-11-27T00:00
          0 0 ? * 6-2 *        | 2026-11-21T00:00 2026-11-22T00:00 2026-11-23T00:00 2026-11-27T00:00
          0 0 ? * MON-SUN *    | 2026-11-21T00:00 2026-11-22T00:00 2026-11-23T00:00 2026-11-24T00:00 2026-11-25T00:00
          0 23-0,12 * * ? *    | 2026-11-20T12:00 2026-11-20T23:00 2026-11-21T00:00 2026-11-21T12:00
          """)
  void aRangeThatWrapsNamesItsValuesInEachField(String cron, String expected) {
    assertDue(cron, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 10 * * ? *          | 2026-11-21T10:00 2026-11-22T10:00
          15 12 * * ? *         | 2026-11-20T12:15 2026-11-21T12:15
          0 18 ? * MON-FRI *    | 2026-11-20T18:00 2026-11-23T18:00
          0 8 1 * ? *           | 2026-12-01T08:00 2027-01-01T08:00
          0/15 * * * ? *        | 2026-11-20T10:15 2026-11-20T10:30 2026-11-20T10:45 2026-11-20T11:00
          0/10 * ? * MON-FRI *  | 2026-11-20T10:10 2026-11-20T10:20
          0/5 8-17 ? * MON-FRI * | 2026-11-20T10:05 2026-11-20T10:10
          1/10 12 * * ? *       | 2026-11-20T12:01 2026-11-20T12:11 2026-11-20T12:21 2026-11-20T12:31
          */20 12 * * ? *       | 2026-11-20T12:00 2026-11-20T12:20 2026-11-20T12:40 2026-11-21T12:00
          10-30/10 12 * * ? *   | 2026-11-20T12:10 2026-11-20T12:20 2026-11-20T12:30 2026-11-21T12:10
          0 0 1 JAN,FEB,MAR ? * | 2027-01-01T00:00 2027-02-01T00:00 2027-03-01T00:00 2028-01-01T00:00
          0 0 ? * 1 *           | 2026-11-22T00:00 2026-11-29T00:00
          0 0 L * ? *           | 2026-11-30T00:00 2026-12-31T00:00 2027-01-31T00:00 2027-02-28T00:00
          0 0 L FEB ? 2028      | 2028-02-29T00:00
          0 0 L,5 * ? *         | 2026-11-30T00:00 2026-12-05T00:00 2026-12-31T00:00
          0 0 L-3 * ? *         | 2026-11-27T00:00 2026-12-28T00:00
          0 0 LW * ? *          | 2026-11-30T00:00 2026-12-31T00:00 2027-01-29T00:00
          0 0 3W * ? *          | 2026-12-03T00:00 2027-01-04T00:00 2027-02-03T00:00 2027-03-03T00:00 2027-04-02T00:00
          0 0 1W 5 ? *          | 2027-05-03T00:00 2028-05-01T00:00
          0 0 31W 1,10 ? *      | 2027-01-29T00:00 2027-10-29T00:00
          0 0 ? * L *           | 2026-11-21T00:00 2026-11-28T00:00
          0 0 ? * 6L *          | 2026-11-27T00:00 2026-12-25T00:00 2027-01-29T00:00
          0 0 ? * FRIL *        | 2026-11-27T00:00 2026-12-25T00:00 2027-01-29T00:00
          0 0 ? * 3#2 *         | 2026-12-08T00:00 2027-01-12T00:00
          0 0 ? * TUE#2 *       | 2026-12-08T00:00 2027-01-12T00:00
          0 0 ? * 2#5 *         | 2026-11-30T00:00 2027-03-29T00:00
          0 0 1 1 ? 2027-2029/2 | 2027-01-01T00:00 2029-01-01T00:00
          0 0 29 2 ? *          | 2028-02-29T00:00 2032-02-29T00:00
          0 0 1 1 ? 2199        | 2199-01-01T00:00
          """)
  void whatAwsDocumentsIsDueAsDocumented(String cron, String expected) {
    assertDue(cron, expected);
  }

  @ParameterizedTest
  @CsvSource({"0 0 31 FEB ? *", "0 0 1 1 ? 2020", "0 0 30 2 ? 2027-2030"})
  void aTimeThatNeverComesIsNeverDue(String cron) {
    assertThat(times(cron, FRIDAY, 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 10 * * ?           | a cron has six fields
          0 10 * * * *         | write ? for the day of month or for the day of week
          0 10 ? * ? *         | write ? for the day of month or for the day of week
          0 10 1 * MON *       | write ? for the day of month or for the day of week
          60 10 * * ? *        | minutes: '60' is not allowed; values are 0 to 59
          0 24 * * ? *         | hours: '24' is not allowed; values are 0 to 23
          0 0 0 * ? *          | day of month: '0' is not allowed; values are 1 to 31
          0 0 32W * ? *        | day of month: '32' is not allowed
          0 0 1-5W * ? *       | day of month: '5W' is not allowed
          0 0 1 13 ? *         | month: '13' is not allowed; values are 1 to 12 or JAN to DEC
          0 0 1 JANUARY ? *    | month: 'JANUARY' is not allowed
          0 0 ? * 0 *          | day of week: '0' is not allowed; values are 1 to 7 or SUN to SAT
          0 0 ? * 8L *         | day of week: '8' is not allowed
          0 0 ? * FRI#6 *      | day of week: 'FRI#6' is not a value, a range (a-b) or a step (a/n)
          0 0 ? * 3#1,6#3 *    | day of week: '3#1,6#3' has # next to other days
          0 0 ? * MON/2 *      | day of week: 'MON/2' has a step, which AWS does not allow in this field
          0 0 ? * FRI-MON/2 *  | day of week: 'FRI-MON/2' has a step, which AWS does not allow in this field
          0 0 1 1 ? 1969       | year: '1969' is not allowed; values are 1970 to 2199
          0 0 1 1 ? 2200       | year: '2200' is not allowed
          0 0 1 1 ? 2030-2028  | year: '2030-2028' ends before it begins
          ? 10 * * ? *         | minutes: '?' is not a value
          0/0 10 * * ? *       | minutes: '0/0' needs a step of 1 to 59
          0/60 10 * * ? *      | minutes: '0/60' needs a step of 1 to 59
          0, 10 * * ? *        | minutes: '' is not a value
          -5 10 * * ? *        | minutes: '-5' is not a value
          5- 10 * * ? *        | minutes: '5-' is not a value
          L 10 * * ? *         | minutes: 'L' is not allowed
          """)
  void aWrongFieldIsNamedWithWhatIsAllowed(String cron, String reason) {
    assertThatThrownBy(() -> CronExpression.parse(cron))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  /** In Berlin 29 March 2026 has no 02:30, and 25 October 2026 has it twice. */
  @Test
  void aTimeThatTheZoneSkipsIsSkippedAndOneThatItRepeatsIsDueOnce() {
    CronExpression cron = CronExpression.parse("30 2 * * ? *");
    ZoneId berlin = ZoneId.of("Europe/Berlin");

    assertThat(cron.next(Instant.parse("2026-03-28T02:00:00Z"), berlin))
        .contains(Instant.parse("2026-03-30T00:30:00Z"));
    assertThat(cron.next(Instant.parse("2026-10-24T12:00:00Z"), berlin))
        .contains(Instant.parse("2026-10-25T00:30:00Z"));
    assertThat(cron.next(Instant.parse("2026-10-25T00:30:00Z"), berlin))
        .contains(Instant.parse("2026-10-26T01:30:00Z"));
    assertThat(cron.next(Instant.parse("2026-10-25T01:10:00Z"), berlin))
        .contains(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @Test
  void aWrappedRangeIsTheUnionOfItsTwoParts() {
    for (String pair : List.of("0 20-2|0 20-23,0-2", "50-10 3|50-59,0-10 3")) {
      String wrapped = pair.substring(0, pair.indexOf('|')) + " 25-5 NOV-FEB ? *";
      String union = pair.substring(pair.indexOf('|') + 1) + " 25-31,1-5 11,12,1,2 ? *";
      assertThat(times(wrapped, FRIDAY, 2_000)).isEqualTo(times(union, FRIDAY, 2_000));
    }
  }

  private static void assertDue(String cron, String expected) {
    List<String> times = List.of(expected.split(" "));
    assertThat(times(cron, FRIDAY, times.size())).isEqualTo(times);
  }

  private static List<String> times(String cron, String from, int count) {
    CronExpression expression = CronExpression.parse(cron);
    List<String> times = new ArrayList<>();
    Instant time = LocalDateTime.parse(from).toInstant(ZoneOffset.UTC);
    while (times.size() < count) {
      Optional<Instant> next = expression.next(time, UTC);
      if (next.isEmpty()) {
        break;
      }
      assertThat(next.get()).isAfter(time);
      time = next.get();
      times.add(LocalDateTime.ofInstant(time, UTC).toString());
    }
    return times;
  }
}
