package io.dynamopatterns.eventstore.settings;

import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of the event store's functions.
 *
 * @param bufferTable the buffer table, if there is one
 * @param mode how events are stored
 * @param slotWidth how long a slot is; fixed once the store has events
 * @param shards over how many partitions the events of a slot are spread
 * @param stream the name of the Kinesis stream
 * @param retention how long events are kept, or zero for ever
 */
public record EventStoreSettings(
    String table,
    Optional<String> bufferTable,
    Mode mode,
    Duration slotWidth,
    int shards,
    String stream,
    Duration retention) {

  private static final String BUFFER_TABLE = "EVENTSTORE_BUFFER_TABLE";
  private static final String BUFFER = "the buffer table; required by `buffered` and by the pump";

  public static EventStoreSettings of(Variables variables) {
    String table = variables.required("EVENTSTORE_TABLE", Kind.TABLE, "the event table");
    Mode mode =
        variables.orElse(
            "EVENTSTORE_MODE",
            Kind.oneOf("direct", "packed", "buffered")
                .map(word -> Mode.valueOf(word.toUpperCase(Locale.ROOT))),
            "direct",
            "how events are stored. May be changed at any time");
    return new EventStoreSettings(
        table,
        mode == Mode.BUFFERED
            ? Optional.of(variables.required(BUFFER_TABLE, Kind.TABLE, BUFFER))
            : variables.optional(BUFFER_TABLE, Kind.TABLE, BUFFER),
        mode,
        variables.orElse(
            "EVENTSTORE_SLOT_MINUTES",
            Kind.PART_OF_A_DAY,
            "60",
            "how long a slot is. Fixed once the store has events: another value is refused"),
        variables.orElse(
            "EVENTSTORE_SHARDS",
            Kind.whole(1, 256),
            "4",
            "partitions of a slot; one takes 1,000 write units a second. May be changed at any"
                + " time: each slot remembers the most that it was written with"),
        variables.required(
            "EVENTSTORE_STREAM",
            Kind.STREAM,
            "the Kinesis stream. Fixed once the store has events: the shards of another stream"
                + " have the same names"),
        variables.orElse(
            "EVENTSTORE_RETENTION_DAYS",
            Kind.timeOrZero(ChronoUnit.DAYS, "for ever", 1, 99_999),
            "0",
            "how long events are kept"));
  }
}
