package io.dynamopatterns.periodic.settings;

import io.dynamopatterns.common.EnvironmentVariable;
import io.dynamopatterns.common.ingest.EventPointers;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The environment of the periodic functions. A wrong value ends the start with a message that names
 * the variable; values stay text until then, so that the message is ours.
 *
 * @param table {@code PERIODIC_TABLE}: the name of the table
 * @param eventBus {@code PERIODIC_EVENT_BUS}: the name of the event bus
 * @param groupPointer {@code PERIODIC_GROUP_POINTER}: where in an event its group stands
 * @param idPointer {@code PERIODIC_ID_POINTER}: where its id stands
 * @param timePointer {@code PERIODIC_TIME_POINTER}: where its time stands
 * @param widthMinutes {@code PERIODIC_WIDTH_MINUTES}: how long a period is
 * @param graceSeconds {@code PERIODIC_GRACE_SECONDS}: how long after its end a period is closed
 * @param shards {@code PERIODIC_SHARDS}: over how many partitions the events of a period are spread
 * @param retentionDays {@code PERIODIC_RETENTION_DAYS}: how long after its end a period is kept; 0
 *     for ever
 * @param leaseSeconds {@code PERIODIC_LEASE_SECONDS}: how long a closer that says nothing is waited
 *     for
 */
@ConfigurationProperties("periodic")
public record PeriodicSettings(
    @Nullable String table,
    @Nullable String eventBus,
    @Bindable(defaultValue = "/group") String groupPointer,
    @Bindable(defaultValue = "/id") String idPointer,
    @Bindable(defaultValue = "/time") String timePointer,
    @Bindable(defaultValue = "60") String widthMinutes,
    @Bindable(defaultValue = "300") String graceSeconds,
    @Bindable(defaultValue = "4") String shards,
    @Bindable(defaultValue = "0") String retentionDays,
    @Bindable(defaultValue = "60") String leaseSeconds) {

  /**
   * A record may come again so long after its arrival: Kinesis keeps it 7 days, and one to spare.
   */
  public static final Duration REDELIVERY = Duration.ofDays(8);

  private static final int DAY_MINUTES = 24 * 60;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,7}");
  private static final Pattern BUS = Pattern.compile("[/.\\-_A-Za-z0-9:]{1,1600}");

  public PeriodicSettings {
    EnvironmentVariable.requireTableName("PERIODIC_TABLE", table);
    EnvironmentVariable.require(
        "PERIODIC_EVENT_BUS", eventBus, BUS, "the name or ARN of an event bus");
    EventPointers.pointer("PERIODIC_GROUP_POINTER", groupPointer);
    EventPointers.pointer("PERIODIC_ID_POINTER", idPointer);
    EventPointers.pointer("PERIODIC_TIME_POINTER", timePointer);
    int width =
        number("PERIODIC_WIDTH_MINUTES", widthMinutes, 1, DAY_MINUTES, "minutes that divide a day");
    if (DAY_MINUTES % width != 0) {
      throw new IllegalArgumentException(
          "environment variable PERIODIC_WIDTH_MINUTES is '%s'; allowed: 1 to 1440 minutes that divide a day"
              .formatted(widthMinutes));
    }
    int grace = number("PERIODIC_GRACE_SECONDS", graceSeconds, 0, 604_800, "seconds");
    number("PERIODIC_SHARDS", shards, 1, 128, "shards");
    number("PERIODIC_LEASE_SECONDS", leaseSeconds, 10, 3600, "seconds");
    int days = number("PERIODIC_RETENTION_DAYS", retentionDays, 0, 36_500, "days, 0 for ever");
    Duration least = REDELIVERY.plusMinutes(width).plusSeconds(grace);
    if (days > 0 && Duration.ofDays(days).compareTo(least) <= 0) {
      throw new IllegalArgumentException(
          "environment variable PERIODIC_RETENTION_DAYS is '%s'; allowed: 0 (for ever) or more than the period's width, the grace and 8 days for redelivery together, here %d or more"
              .formatted(retentionDays, least.toDays() + 1));
    }
  }

  /** Where in an event its key facts stand. */
  public EventPointers pointers() {
    return new EventPointers(
        EventPointers.pointer("PERIODIC_GROUP_POINTER", groupPointer),
        EventPointers.pointer("PERIODIC_ID_POINTER", idPointer),
        EventPointers.pointer("PERIODIC_TIME_POINTER", timePointer),
        Optional.empty());
  }

  /** How long a period is. */
  public Duration width() {
    return Duration.ofMinutes(Long.parseLong(widthMinutes));
  }

  /** How long after its end a period is closed. */
  public Duration grace() {
    return Duration.ofSeconds(Long.parseLong(graceSeconds));
  }

  /** Over how many partitions the events of a period are spread. */
  public int shardCount() {
    return Integer.parseInt(shards);
  }

  /** How long after its end a period is kept, or empty for ever. */
  public Optional<Duration> retention() {
    long days = Long.parseLong(retentionDays);
    return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
  }

  /** How long a closer that says nothing is waited for. */
  public Duration lease() {
    return Duration.ofSeconds(Long.parseLong(leaseSeconds));
  }

  private static int number(String name, String value, int min, int max, String unit) {
    String allowed = "%d to %d %s".formatted(min, max, unit);
    EnvironmentVariable.require(name, value, NUMBER, allowed);
    int number = Integer.parseInt(value);
    if (number < min || number > max) {
      throw new IllegalArgumentException(
          "environment variable %s is '%s'; allowed: %s".formatted(name, value, allowed));
    }
    return number;
  }
}
