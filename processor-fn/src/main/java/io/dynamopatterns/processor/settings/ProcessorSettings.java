package io.dynamopatterns.processor.settings;

import io.dynamopatterns.common.EnvironmentVariable;
import io.dynamopatterns.processor.lines.RawLines;
import io.dynamopatterns.processor.work.Limits;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The environment of the processor's functions. A wrong value ends the start with a message that
 * names the variable; values stay text until then, so that the message is ours.
 *
 * @param table {@code PROCESSOR_TABLE}: the table of work
 * @param eventBus {@code PROCESSOR_EVENT_BUS}: where ends of work are told
 * @param targetStream {@code PROCESSOR_TARGET_STREAM}: the Kinesis stream that lines go to
 * @param leaseSeconds {@code PROCESSOR_LEASE_SECONDS}: for how long a run is in charge without
 *     saving progress
 * @param maxAttempts {@code PROCESSOR_MAX_ATTEMPTS}: failures in a row after which work has failed
 * @param hopLimit {@code PROCESSOR_HOP_LIMIT}: runs after which work has failed
 * @param runSeconds {@code PROCESSOR_RUN_SECONDS}: the longest run, or 0 for as long as the
 *     function may run
 * @param retentionDays {@code PROCESSOR_RETENTION_DAYS}: how long work is kept after its end, or 0
 *     for ever
 * @param indexShards {@code PROCESSOR_INDEX_SHARDS}: shards of each state in the index
 * @param format {@code PROCESSOR_FORMAT}: the format of objects whose submission names none, as
 *     S3's notifications do not
 * @param eventStore {@code PROCESSOR_EVENT_STORE}: the table of the event store that is played
 *     back, or null for none
 * @param playbackStreams {@code PROCESSOR_PLAYBACK_STREAMS}: the names of the Kinesis streams that
 *     it may be played back to, with commas between them
 * @param playbackQueues {@code PROCESSOR_PLAYBACK_QUEUES}: the URLs of the SQS FIFO queues that it
 *     may be played back to, with commas between them
 * @param fileRoot {@code PROCESSOR_FILE_ROOT}: the directory whose files may be read, or null for
 *     none. For a fleet on one machine: a function on Lambda has no files that are anybody's work
 */
@ConfigurationProperties("processor")
public record ProcessorSettings(
    @Nullable String table,
    @Nullable String eventBus,
    @Nullable String targetStream,
    @Bindable(defaultValue = "120") String leaseSeconds,
    @Bindable(defaultValue = "5") String maxAttempts,
    @Bindable(defaultValue = "1000") String hopLimit,
    @Bindable(defaultValue = "0") String runSeconds,
    @Bindable(defaultValue = "0") String retentionDays,
    @Bindable(defaultValue = "4") String indexShards,
    @Bindable(defaultValue = RawLines.FORMAT) String format,
    @Nullable String eventStore,
    @Nullable String playbackStreams,
    @Nullable String playbackQueues,
    @Nullable String fileRoot) {

  private static final String STREAM = "[a-zA-Z0-9_.-]{1,128}";
  private static final String QUEUE = "https?://[^/,]+/[0-9]{12}/[a-zA-Z0-9_-]{1,75}\\.fifo";

  /**
   * What may be played back to where.
   *
   * @param eventStore the event store's table
   * @param streams names
   * @param queues URLs
   */
  public record Playback(String eventStore, List<String> streams, List<String> queues) {}

  public ProcessorSettings {
    EnvironmentVariable.requireTableName("PROCESSOR_TABLE", table);
    require(
        "PROCESSOR_EVENT_BUS",
        eventBus,
        "[a-zA-Z0-9/_.:-]{1,1600}",
        "the name or ARN of an event bus");
    require("PROCESSOR_TARGET_STREAM", targetStream, STREAM, "the name of a Kinesis stream");
    require("PROCESSOR_LEASE_SECONDS", leaseSeconds, "[1-9][0-9]{1,3}", "10 to 9999 seconds");
    require("PROCESSOR_MAX_ATTEMPTS", maxAttempts, "[1-9][0-9]{0,2}", "1 to 999");
    require("PROCESSOR_HOP_LIMIT", hopLimit, "[1-9][0-9]{0,5}", "1 to 999999");
    require(
        "PROCESSOR_RUN_SECONDS",
        runSeconds,
        "[0-9]{1,3}",
        "1 to 999 seconds, or 0 for as long as the function may run");
    // Redelivered notifications find the work that they made for as long as it is kept.
    require(
        "PROCESSOR_RETENTION_DAYS",
        retentionDays,
        "0|[2-9]|[1-9][0-9]{1,4}",
        "0 (for ever) or 2 to 99999 days");
    require("PROCESSOR_INDEX_SHARDS", indexShards, "[1-9][0-9]{0,2}", "1 to 999");
    require("PROCESSOR_FORMAT", format, "[a-zA-Z0-9_.-]{1,100}", "the name of a format of lines");
    if (eventStore != null) {
      EnvironmentVariable.requireTableName("PROCESSOR_EVENT_STORE", eventStore);
    }
    requireList(
        "PROCESSOR_PLAYBACK_STREAMS",
        playbackStreams,
        STREAM,
        "names of Kinesis streams, with commas between them");
    requireList(
        "PROCESSOR_PLAYBACK_QUEUES",
        playbackQueues,
        QUEUE,
        "URLs of SQS FIFO queues, with commas between them");
  }

  /** What work may take. */
  public Limits limits() {
    return new Limits(
        Duration.ofSeconds(Long.parseLong(leaseSeconds)),
        Integer.parseInt(maxAttempts),
        Integer.parseInt(hopLimit),
        Duration.ofDays(Long.parseLong(retentionDays)));
  }

  /** The longest run, or empty for as long as the function may run. */
  public Optional<Duration> longestRun() {
    return Optional.of(Duration.ofSeconds(Long.parseLong(runSeconds)))
        .filter(time -> !time.isZero());
  }

  public int shards() {
    return Integer.parseInt(indexShards);
  }

  /** What may be played back to where, if anything may. */
  public Optional<Playback> playback() {
    return Optional.ofNullable(eventStore)
        .map(store -> new Playback(store, list(playbackStreams), list(playbackQueues)));
  }

  /** The directory whose files may be read. */
  public Optional<Path> files() {
    return Optional.ofNullable(fileRoot).map(Path::of);
  }

  private static List<String> list(String value) {
    return value == null ? List.of() : List.of(value.split(","));
  }

  private static void requireList(String name, String value, String element, String allowed) {
    if (value != null) {
      require(name, value, "%s(,%s)*".formatted(element, element), allowed);
    }
  }

  private static void require(String name, String value, String pattern, String allowed) {
    EnvironmentVariable.require(name, value, Pattern.compile(pattern), allowed);
  }
}
