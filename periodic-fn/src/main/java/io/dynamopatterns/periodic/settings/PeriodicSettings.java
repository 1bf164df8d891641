package io.dynamopatterns.periodic.settings;

import io.dynamopatterns.common.ingest.EventPointers;
import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The settings of the periodic functions.
 *
 * @param pointers the fields of an event that hold its group, id and time
 * @param width how long a period is
 * @param grace how long after its end a period is closed
 * @param shards over how many partitions the events of a period are spread
 * @param retention how long after its end a period is kept, or empty for ever
 * @param lease after how long without a sign of life another closer takes over
 */
public record PeriodicSettings(
    String table,
    String eventBus,
    EventPointers pointers,
    Duration width,
    Duration grace,
    int shards,
    Optional<Duration> retention,
    Duration lease) {

  /** Kinesis may deliver a record again for 7 days after its arrival; one day is added. */
  public static final Duration REDELIVERY = Duration.ofDays(8);

  public static PeriodicSettings of(Variables variables) {
    PeriodicSettings settings =
        new PeriodicSettings(
            variables.required("PERIODIC_TABLE", Kind.TABLE, "the table"),
            variables.required("PERIODIC_EVENT_BUS", Kind.EVENT_BUS, "the bus for the digests"),
            new EventPointers(
                variables.orElse(
                    "PERIODIC_GROUP_POINTER",
                    Kind.POINTER,
                    "/group",
                    "the field of an event that holds its group"),
                variables.orElse(
                    "PERIODIC_ID_POINTER",
                    Kind.POINTER,
                    "/id",
                    "the field of an event that holds its id"),
                variables.orElse(
                    "PERIODIC_TIME_POINTER",
                    Kind.POINTER,
                    "/time",
                    "the field of an event that holds its time: ISO 8601 with an offset (`Z`,"
                        + " `+01:00`, `+0100`, `+01`), or whole epoch milliseconds from"
                        + " 100000000000 (March 1973) on. Smaller numbers are refused, because"
                        + " epoch seconds look like them"),
                Optional.empty()),
            variables.orElse(
                "PERIODIC_WIDTH_MINUTES",
                Kind.PART_OF_A_DAY,
                "60",
                "how long a period is. [Do not change it](#what-can-go-wrong) while events are on"
                    + " their way"),
            variables.orElse(
                "PERIODIC_GRACE_SECONDS",
                Kind.time(ChronoUnit.SECONDS, 0, 604_800),
                "300",
                "how long after its end a period is closed: events that arrive until then are not"
                    + " late"),
            variables.orElse(
                "PERIODIC_SHARDS",
                Kind.whole(1, 128),
                "4",
                "over how many partitions a bucket is spread. Each takes 1,000 events of 1 KB a"
                    + " second. May be raised and lowered at any time"),
            variables.orElse(
                "PERIODIC_RETENTION_DAYS",
                Kind.timeOrZero(ChronoUnit.DAYS, "for ever", 1, 36_500)
                    .map(days -> Optional.of(days).filter(time -> !time.isZero())),
                "0",
                "how long after its end a period is kept; more than width, grace and 8 days"
                    + " together"),
            variables.orElse(
                "PERIODIC_LEASE_SECONDS",
                Kind.time(ChronoUnit.SECONDS, 10, 3600),
                "60",
                "after how long another closer takes over from one that died; longer than a page"
                    + " takes, which is a second or two"));
    settings.retention().ifPresent(settings::requireBeyondRedelivery);
    return settings;
  }

  private void requireBeyondRedelivery(Duration retention) {
    Duration least = REDELIVERY.plus(width).plus(grace);
    if (retention.compareTo(least) <= 0) {
      throw Variables.refusal(
          "PERIODIC_RETENTION_DAYS",
          retention.toDays(),
          "0 (for ever) or more than the period's width, the grace and 8 days for redelivery together, here %d or more"
              .formatted(least.toDays() + 1));
    }
  }
}
