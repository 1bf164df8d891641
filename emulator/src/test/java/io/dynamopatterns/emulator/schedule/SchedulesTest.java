package io.dynamopatterns.emulator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:late";

  @TempDir Path directory;
  private final List<String> events = new ArrayList<>();
  private final Invoker function =
      event -> {
        events.add(event);
        return "{}";
      };

  @Test
  void aRateCountsFromTheStart() {
    ScheduleExpression rate = ScheduleExpression.parse("rate(5 minutes)", UTC, START);

    assertThat(rate.next(START)).contains(Instant.parse("2026-11-20T10:05:00Z"));
    assertThat(rate.next(Instant.parse("2026-11-20T10:07:30Z")))
        .contains(Instant.parse("2026-11-20T10:10:00Z"));
  }

  @Test
  void aCronFollowsTheCalendarOfItsZone() {
    ScheduleExpression cron =
        ScheduleExpression.parse("cron(30 9 ? * MON-FRI *)", ZoneId.of("Europe/Berlin"), START);

    // Friday, the 20th, is past 09:30; the next working day is Monday, 09:30 CET.
    assertThat(cron.next(START)).contains(Instant.parse("2026-11-23T08:30:00Z"));
  }

  @Test
  void anAtIsDueOnce() {
    ScheduleExpression at = ScheduleExpression.parse("at(2026-11-20T12:00:00)", UTC, START);

    Instant noon = Instant.parse("2026-11-20T12:00:00Z");
    assertThat(at.next(START)).contains(noon);
    assertThat(at.next(noon)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "every hour",
        "rate(0 minutes)",
        "rate(5 seconds)",
        "cron(* * * * *)",
        "cron(61 * ? * * *)",
        "at(noon)"
      })
  void anInvalidExpressionIsQuotedWithAHint(String text) {
    assertThatThrownBy(() -> ScheduleExpression.parse(text, UTC, START))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The schedule expression '%s' is not valid: ".formatted(text));
  }

  @Test
  void eachRunsOnceWhenAskedToWhetherDueOrNot() {
    Schedules schedules =
        new Schedules(
            List.of(
                schedule(spec("rate(1 day)", "one", 0), function),
                schedule(spec("at(2020-01-01T00:00:00)", "never again", 0), function)));

    schedules.runEach();

    assertThat(events).containsExactly("one");
  }

  @Test
  void aSchedulePassesItsSlotWhenItsInputAsksForIt() {
    assertThat(spec("rate(1 day)", "{\"at\":\"<aws.scheduler.scheduled-time>\"}", 0).tellsTheSlot())
        .isTrue();
    assertThat(spec("rate(1 day)", "{}", 0).tellsTheSlot()).isFalse();
  }

  @Test
  void daysOfScheduledTimesPassInOneStepInTheirOrder() {
    Schedules schedules =
        new Schedules(
            List.of(
                schedule(spec("rate(1 day)", "day <aws.scheduler.scheduled-time>", 0), function),
                schedule(
                    spec("rate(12 hours)", "half <aws.scheduler.scheduled-time>", 0), function)));

    schedules.advanceTo(START.plus(Duration.ofDays(1)));

    assertThat(events)
        .containsExactly(
            "half 2026-11-20T22:00:00Z", "day 2026-11-21T10:00:00Z", "half 2026-11-21T10:00:00Z");
    schedules.advanceTo(START.plus(Duration.ofDays(1)));
    assertThat(events).hasSize(3);
  }

  /** One line of 1970 in a log of 2024 was half a million slots of an hourly schedule. */
  @Test
  void aJumpRunsEachScheduleOnceInItsLastSlotHoweverFarItIs() {
    for (Instant end :
        List.of(
            START,
            START.plus(Duration.ofMinutes(59)),
            START.plus(Duration.ofMinutes(61)),
            START.plus(Duration.ofDays(20_000)),
            Instant.parse("2098-12-31T23:59:59Z"))) {
      events.clear();
      Schedules schedules =
          new Schedules(
              List.of(
                  schedule(
                      spec("cron(5 * * * ? *)", "<aws.scheduler.scheduled-time>", 0), function),
                  schedule(spec("rate(1 hour)", "<aws.scheduler.scheduled-time>", 0), function)));

      schedules.jumpTo(end);

      Instant hour = end.truncatedTo(ChronoUnit.HOURS);
      Instant five = hour.plus(Duration.ofMinutes(5));
      Instant lastFive = five.isAfter(end) ? five.minus(Duration.ofHours(1)) : five;
      assertThat(events)
          .containsExactlyElementsOf(
              Stream.of(hour, lastFive)
                  .filter(slot -> slot.isAfter(START))
                  .sorted()
                  .map(Instant::toString)
                  .toList());
      assertThat(schedules.isDue(end)).isFalse();
      assertThat(schedules.isDue(end.plus(Duration.ofHours(1)))).isTrue();
    }
  }

  /** A cron's years end in 2199. */
  @Test
  void aJumpBeyondTheLastSlotOfAllFindsIt() {
    Schedules schedules =
        new Schedules(
            List.of(
                schedule(
                    spec("cron(5 * * * ? *)", "<aws.scheduler.scheduled-time>", 0), function)));

    schedules.jumpTo(Instant.parse("9999-12-31T23:59:59Z"));

    assertThat(events).containsExactly("2199-12-31T23:05:00Z");
  }

  @Test
  void aJumpFindsTheLastSlotOfASparseSchedule() {
    Schedules schedules =
        new Schedules(
            List.of(
                schedule(
                    spec("cron(0 0 29 2 ? *)", "<aws.scheduler.scheduled-time>", 0), function)));

    schedules.jumpTo(Instant.parse("2041-05-01T00:00:00Z"));

    assertThat(events).containsExactly("2040-02-29T00:00:00Z");
  }

  @Test
  void aFailedInvocationIsRepeatedWithTheSameTimeAndTheNextAttempt() {
    Invoker failsTwice =
        event -> {
          events.add(event);
          if (events.size() < 3) {
            throw new InvocationException("not yet");
          }
          return "{}";
        };
    String input = "<aws.scheduler.scheduled-time> #<aws.scheduler.attempt-number>";
    Schedules schedules =
        new Schedules(List.of(schedule(spec("rate(1 hour)", input, 5), failsTwice)));

    schedules.advanceTo(START.plus(Duration.ofHours(1)));

    assertThat(events)
        .containsExactly(
            "2026-11-20T11:00:00Z #1", "2026-11-20T11:00:00Z #2", "2026-11-20T11:00:00Z #3");
    assertThat(schedules.deadLettered()).isZero();
  }

  @Test
  void anEventThatNeverSucceedsGoesToTheDeadLetterQueue() throws Exception {
    Invoker failing =
        event -> {
          throw new InvocationException("never");
        };
    Schedules schedules =
        new Schedules(List.of(schedule(spec("rate(1 hour)", "the event", 2), failing)));

    schedules.advanceTo(START.plus(Duration.ofHours(1)));

    assertThat(schedules.deadLettered()).isEqualTo(1);
    try (Stream<Path> files = Files.list(directory.resolve("late"))) {
      JsonNode letter = new ObjectMapper().readTree(files.findFirst().orElseThrow().toFile());
      assertThat(letter.path("body").asText()).isEqualTo("the event");
      assertThat(letter.path("error").asText()).isEqualTo("never");
    }
  }

  @Test
  void aDisabledScheduleIsNeverDue() {
    ScheduleSpec spec = spec("rate(1 hour)", "x", 0);
    ScheduleSpec disabled =
        new ScheduleSpec(
            spec.name(),
            spec.expression(),
            spec.zone(),
            spec.function(),
            spec.input(),
            0,
            spec.maximumAge(),
            Optional.empty(),
            false);

    assertThat(schedule(disabled, function).next()).isEmpty();
  }

  private RunningSchedule schedule(ScheduleSpec spec, Invoker invoked) {
    return new RunningSchedule(spec, START, invoked, new DeadLetterFiles(directory));
  }

  private static ScheduleSpec spec(String expression, String input, int retries) {
    return new ScheduleSpec(
        "schedule",
        expression,
        UTC,
        "handler",
        input,
        retries,
        Duration.ofDays(1),
        Optional.of(QUEUE),
        true);
  }
}
