package io.dynamopatterns.eventstore.settings;

import io.dynamopatterns.common.EnvironmentVariable;
import io.dynamopatterns.eventstore.event.SlotWidth;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The environment of the event store's functions. A wrong value ends the start with a message that
 * names the variable; values stay text until then, so that the message is ours.
 *
 * @param table {@code EVENTSTORE_TABLE}: the name of the event table
 * @param bufferTable {@code EVENTSTORE_BUFFER_TABLE}: the name of the buffer table; needed by the
 *     mode buffered, and to pump what that left
 * @param mode {@code EVENTSTORE_MODE}: how events are stored
 * @param slotMinutes {@code EVENTSTORE_SLOT_MINUTES}: how long a slot is; fixed once the store has
 *     events
 * @param shards {@code EVENTSTORE_SHARDS}: over how many partitions the events of a slot are spread
 * @param stream {@code EVENTSTORE_STREAM}: the name of the Kinesis stream
 * @param retentionDays {@code EVENTSTORE_RETENTION_DAYS}: after how many days events expire; 0 for
 *     never
 */
@ConfigurationProperties("eventstore")
public record EventStoreSettings(
    @Nullable String table,
    @Nullable String bufferTable,
    @Bindable(defaultValue = "direct") String mode,
    @Bindable(defaultValue = "60") String slotMinutes,
    @Bindable(defaultValue = "4") String shards,
    @Nullable String stream,
    @Bindable(defaultValue = "0") String retentionDays) {

  private static final Pattern MODE = Pattern.compile("direct|packed|buffered");
  private static final Pattern SHARDS =
      Pattern.compile("[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-6]");
  private static final Pattern STREAM = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
  private static final Pattern DAYS = Pattern.compile("[0-9]{1,5}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

  public EventStoreSettings {
    EnvironmentVariable.requireTableName("EVENTSTORE_TABLE", table);
    EnvironmentVariable.require("EVENTSTORE_MODE", mode, MODE, "direct, packed or buffered");
    if (bufferTable != null || mode.equals("buffered")) {
      EnvironmentVariable.requireTableName("EVENTSTORE_BUFFER_TABLE", bufferTable);
    }
    boolean dividesDay =
        NUMBER.matcher(slotMinutes).matches() && SlotWidth.isAllowed(Integer.parseInt(slotMinutes));
    EnvironmentVariable.require(
        "EVENTSTORE_SLOT_MINUTES",
        slotMinutes,
        dividesDay ? NUMBER : Pattern.compile("(?!)"),
        "minutes that divide a day, such as 1, 10, 60 or 1440");
    EnvironmentVariable.require("EVENTSTORE_SHARDS", shards, SHARDS, "a number from 1 to 256");
    EnvironmentVariable.require(
        "EVENTSTORE_STREAM", stream, STREAM, "the name of a Kinesis stream, 1 to 128 characters");
    EnvironmentVariable.require(
        "EVENTSTORE_RETENTION_DAYS", retentionDays, DAYS, "0 (for ever) to 99999 days");
  }

  /** How events are stored. */
  public Mode storeMode() {
    return Mode.valueOf(mode.toUpperCase(Locale.ROOT));
  }

  /** How long a slot is. */
  public SlotWidth slotWidth() {
    return new SlotWidth(Integer.parseInt(slotMinutes));
  }

  /** Over how many partitions the events of a slot are spread. */
  public int shardCount() {
    return Integer.parseInt(shards);
  }

  /** The buffer table, if there is one. */
  public Optional<String> buffer() {
    return Optional.ofNullable(bufferTable);
  }

  /** How long events are kept, or zero for ever. */
  public Duration retention() {
    return Duration.ofDays(Long.parseLong(retentionDays));
  }
}
