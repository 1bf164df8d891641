package io.dynamopatterns.processor.settings;

import io.dynamopatterns.common.settings.Kind;
import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.processor.lines.RawLines;
import io.dynamopatterns.processor.work.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the processor's functions.
 *
 * @param table the table of work
 * @param eventBus the bus that the ends of work are published to
 * @param targetStream the Kinesis stream that lines go to
 * @param limits what work may take
 * @param longestRun the longest run, or empty for as long as the function may run
 * @param shards shards of each state in the index
 * @param format the format of objects whose submission names none, as S3's notifications do not
 * @param playback what may be played back to where, if anything may
 * @param files the directory whose files may be read, if any may
 */
public record ProcessorSettings(
    String table,
    String eventBus,
    String targetStream,
    Limits limits,
    Optional<Duration> longestRun,
    int shards,
    String format,
    Optional<Playback> playback,
    Optional<Path> files) {

  /**
   * What may be played back to where.
   *
   * @param eventStore the event store's table
   * @param streams names
   * @param queues URLs
   */
  public record Playback(String eventStore, List<String> streams, List<String> queues) {}

  public static ProcessorSettings of(Variables variables) {
    return new ProcessorSettings(
        variables.required("PROCESSOR_TABLE", Kind.TABLE, "the table of work"),
        variables.required(
            "PROCESSOR_EVENT_BUS",
            Kind.EVENT_BUS,
            "the bus that the ends of work are published to"),
        variables.required(
            "PROCESSOR_TARGET_STREAM", Kind.STREAM, "the Kinesis stream that lines go to"),
        limits(variables),
        variables.orElse(
            "PROCESSOR_RUN_SECONDS",
            Kind.timeOrZero(ChronoUnit.SECONDS, "for as long as the function may run", 1, 999)
                .map(seconds -> Optional.of(seconds).filter(time -> !time.isZero())),
            "0",
            "the longest run, counted from when it has found its place, so that other work that"
                + " waits in the stream gets its turn"),
        variables.orElse(
            "PROCESSOR_INDEX_SHARDS",
            Kind.whole(1, 999),
            "4",
            "shards of each state in the index; may be raised, never lowered"),
        variables.orElse(
            "PROCESSOR_FORMAT",
            Kind.text("[a-zA-Z0-9_.-]{1,100}", "the name of a format of lines"),
            RawLines.FORMAT,
            "the format of objects whose submission names none"),
        playback(variables),
        variables
            .optional(
                "PROCESSOR_FILE_ROOT",
                Kind.text("(?s).+", "a directory"),
                "for a fleet on one machine: the directory whose files may be read as"
                    + " `file:<path>`")
            .map(Path::of));
  }

  private static Limits limits(Variables variables) {
    return new Limits(
        variables.orElse(
            "PROCESSOR_LEASE_SECONDS",
            Kind.time(ChronoUnit.SECONDS, 10, 9999),
            "120",
            "for how long a run is in charge without a renewal"),
        variables.orElse(
            "PROCESSOR_MAX_ATTEMPTS",
            Kind.whole(1, 999),
            "5",
            "failures in a row after which work has failed"),
        variables.orElse(
            "PROCESSOR_HOP_LIMIT",
            Kind.whole(1, 999_999),
            "1000",
            "runs after which new work has failed"),
        // A notification that is delivered again finds the work that it made while that is kept.
        variables.orElse(
            "PROCESSOR_RETENTION_DAYS",
            Kind.timeOrZero(ChronoUnit.DAYS, "for ever", 2, 99_999),
            "0",
            "how long work is kept after its end, and a rejected part after it was rejected"));
  }

  private static Optional<Playback> playback(Variables variables) {
    Optional<String> store =
        variables.optional(
            "PROCESSOR_EVENT_STORE",
            Kind.TABLE,
            "the table of the event store that may be played back");
    List<String> streams =
        variables
            .optional(
                "PROCESSOR_PLAYBACK_STREAMS",
                Kind.list(Kind.STREAM),
                "the streams that it may be played back to. With an event store, at least one"
                    + " stream or queue")
            .orElse(List.of());
    List<String> queues =
        variables
            .optional(
                "PROCESSOR_PLAYBACK_QUEUES",
                Kind.list(Kind.FIFO_QUEUE),
                "the queues that it may be played back to")
            .orElse(List.of());
    return store.map(table -> new Playback(table, streams, queues));
  }
}
