package io.dynamopatterns.local.run;

import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.emulator.schedule.Schedules;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.InputClock;
import io.dynamopatterns.local.fleet.MachineClock;
import io.dynamopatterns.local.fleet.Processor;
import io.dynamopatterns.local.fleet.WorkItems;
import io.dynamopatterns.local.log.ClickFeed;
import io.dynamopatterns.local.log.LogFile;
import io.dynamopatterns.local.log.RejectedLines;
import io.dynamopatterns.local.log.UnreadableLogException;
import io.dynamopatterns.local.report.FleetReport;
import io.dynamopatterns.local.report.Section;
import io.dynamopatterns.mapping.StateException;
import io.dynamopatterns.mapping.function.InvocationException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of a started fleet over an access log, until everything has settled. */
public final class LogRun implements InputRun {
  private static final String STREAM = "clicks";

  private final Fleet fleet;
  private final Path log;
  private final RejectedLines rejected;
  private final InputClock clock;
  private final Schedules untimed;
  private final List<Section> sections;
  private final Processor processor;
  private final ProcessedLog processed;
  private final ClickFeed feed;
  private volatile Phase phase = Phase.READING;

  /**
   * @param log among the workspace's input; by its name its lines are distinguished from those of
   *     another
   * @param rejected keeps the lines that cannot be read; it stays the caller's to close
   * @throws StateException if the deployment has no stream of clicks, or no processor for it
   */
  public LogRun(Fleet fleet, Path log, RejectedLines rejected) {
    this.fleet = fleet;
    this.log = log;
    this.rejected = rejected;
    EmbeddedKinesisStream clicks = clicks(fleet);
    processor = processor(fleet, clicks.name());
    processed =
        new ProcessedLog(
            log.getFileName().toString(),
            fleet.divertProcessor(clicks),
            () -> fleet.mappings().where(processor::isReadBy).awaitSettled(),
            () -> WorkItems.of(new TableItems(fleet.dynamoDbEndpoint()).of(processor.table())));
    clock = new InputClock(fleet, mapping -> !processor.isReadBy(mapping));
    untimed = fleet.schedules(Instant.now(), spec -> !spec.tellsTheSlot());
    sections = Section.of(fleet.state(), clicks.name());
    feed = new ClickFeed(processed, clicks, rejected, clock, sections);
  }

  @Override
  public long lines() {
    return feed.lines();
  }

  @Override
  public Phase phase() {
    return phase;
  }

  /** Where the log's time jumped over more than a day. */
  public List<InputClock.Gap> gaps() {
    return clock.gaps();
  }

  @Override
  public FleetReport run() throws IOException, InterruptedException, InvocationException {
    MachineClock machine = MachineClock.start(untimed);
    try (LogFile lines = LogFile.open(log)) {
      submit();
      feed(lines);
      requireUsable();
      phase = Phase.CLOSING;
      clock.finish();
    } finally {
      machine.close();
      processed.close();
    }
    phase = Phase.SETTLING;
    // What they work off is all there now, and the file has no more time to wait for.
    untimed.runEach();
    fleet.mappings().awaitSettled();
    phase = Phase.CHECKING;
    return FleetReport.of(
        fleet,
        Optional.of(new FleetReport.Input(feed.lines(), feed.accepted(), rejected.count())),
        sections,
        clock.deadLettered() + untimed.deadLettered());
  }

  private void submit() throws InvocationException {
    fleet
        .function(processor.submit())
        .invoke(Processor.request(log.getFileName().toString()).toString());
    processed.start();
  }

  private void feed(LogFile lines) throws IOException, InterruptedException {
    Optional<String> line = next(lines);
    while (line.isPresent()) {
      feed.feed(line.get());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      line = next(lines);
    }
  }

  /** A file that is cut ends there. The processor, which reads the same file, says so. */
  private static Optional<String> next(LogFile lines) {
    try {
      return lines.next();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void requireUsable() throws IOException, InterruptedException {
    Optional<String> failure =
        feed.accepted() == 0 ? processed.atEnd().failure() : Optional.empty();
    if (failure.isPresent()) {
      throw new UnreadableLogException(failure.get());
    }
  }

  private static Processor processor(Fleet fleet, String clicks) {
    return Processor.of(fleet.state(), clicks)
        .orElseThrow(
            () ->
                new StateException(
                    "The state has no processor that puts lines on the Kinesis stream '%s', or its mapping is paused: enable it"
                        .formatted(clicks)));
  }

  private static EmbeddedKinesisStream clicks(Fleet fleet) {
    return fleet.streams().stream()
        .filter(stream -> stream.name().equals(STREAM) || stream.name().endsWith("-" + STREAM))
        .findFirst()
        .orElseThrow(
            () ->
                new StateException(
                    "The state has no Kinesis stream '%s' to put the lines of an access log on. Lines of JSON go anywhere: --to-stream NAME (here: %s) or --to-table NAME (here: %s)"
                        .formatted(
                            STREAM,
                            names(fleet.streams().stream().map(EmbeddedKinesisStream::name)),
                            names(fleet.state().tables().stream().map(TableSpec::name)))));
  }

  private static String names(Stream<String> names) {
    String all = names.sorted().collect(Collectors.joining(", "));
    return all.isEmpty() ? "none" : all;
  }
}
