package io.dynamopatterns.operations.deploy;

import io.dynamopatterns.operations.Inventory;
import io.dynamopatterns.operations.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * Whether a schedule's function has run in its last slots, by CloudWatch's count of invocations.
 */
final class ScheduleRuns {
  private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");

  /** Cron expressions of the patterns are daily at the rarest. */
  private static final Duration DAILY = Duration.ofDays(1);

  /** A metric appears some minutes after what it counts. */
  private static final Duration DELAY = Duration.ofMinutes(5);

  private ScheduleRuns() {}

  static DeployCheck.Check check(Session session, Inventory.Schedule schedule, String expression) {
    Duration span = slot(expression).multipliedBy(2).plus(DELAY);
    Instant now = session.times().clock().instant();
    double invocations =
        session
            .clients()
            .cloudWatch()
            .getMetricStatistics(
                call ->
                    call.namespace("AWS/Lambda")
                        .metricName("Invocations")
                        .dimensions(
                            Dimension.builder()
                                .name("FunctionName")
                                .value(schedule.function())
                                .build())
                        .statistics(Statistic.SUM)
                        .startTime(now.minus(span))
                        .endTime(now)
                        .period(period(span)))
            .datapoints()
            .stream()
            .mapToDouble(point -> point.sum())
            .sum();
    return new DeployCheck.Check(
        "schedules",
        schedule.name(),
        invocations > 0,
        invocations > 0
            ? "ran"
            : "its function %s has not run for %d minutes"
                .formatted(schedule.function(), span.toMinutes()));
  }

  /** How long it is from one run to the next, at most. */
  static Duration slot(String expression) {
    Matcher rate = RATE.matcher(expression);
    if (!rate.matches()) {
      return DAILY;
    }
    long number = Long.parseLong(rate.group(1));
    return switch (rate.group(2)) {
      case "minute" -> Duration.ofMinutes(number);
      case "hour" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** CloudWatch returns 1,440 points at most, of whole minutes. */
  private static int period(Duration span) {
    return span.toHours() < 24 ? 60 : 3600;
  }
}
