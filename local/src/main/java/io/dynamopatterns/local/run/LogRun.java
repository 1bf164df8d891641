package io.dynamopatterns.local.run;

import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.InputClock;
import io.dynamopatterns.local.fleet.MachineClock;
import io.dynamopatterns.local.fleet.Processor;
import io.dynamopatterns.local.function.InvocationException;
import io.dynamopatterns.local.kinesis.KinesisStream;
import io.dynamopatterns.local.log.ClickFeed;
import io.dynamopatterns.local.log.LogFile;
import io.dynamopatterns.local.log.RejectedLines;
import io.dynamopatterns.local.report.Report;
import io.dynamopatterns.local.report.Section;
import io.dynamopatterns.local.schedule.Schedules;
import io.dynamopatterns.local.state.MappingSpec;
import io.dynamopatterns.local.state.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One run of a started fleet over an access log, until everything has settled. */
public final class LogRun {
  private static final String STREAM = "clicks";

  private final Fleet fleet;
  private final Path log;
  private final RejectedLines rejected;
  private final InputClock clock;
  private final Schedules untimed;
  private final List<Section> sections;
  private final Optional<Processor> processor;
  private final Optional<ProcessedLog> processed;
  private final ClickFeed feed;

  /**
   * @param log among the workspace's input; by its name its lines are told from those of another
   * @param rejected keeps the lines that cannot be read; it stays the caller's to close
   * @throws StateException if the deployment has no stream of clicks
   */
  public LogRun(Fleet fleet, Path log, RejectedLines rejected) {
    this.fleet = fleet;
    this.log = log;
    this.rejected = rejected;
    String name = log.getFileName().toString();
    KinesisStream clicks = clicks(fleet);
    processor = Processor.of(fleet.state(), clicks.name());
    processed =
        processor.map(
            any ->
                new ProcessedLog(
                    fleet.divertProcessor(clicks),
                    () -> fleet.mappings().where(this::isProcessors).awaitSettled()));
    clock = new InputClock(fleet, mapping -> !isProcessors(mapping));
    untimed = fleet.schedules(Instant.now(), spec -> !spec.tellsTheSlot());
    sections = Section.of(fleet.state(), clicks.name());
    feed =
        new ClickFeed(
            name,
            processed.<ClickFeed.Source>map(Function.identity()).orElse(ClickFeed.Source.LINES),
            clicks,
            rejected,
            clock,
            sections);
  }

  /** What has been read of the log so far. */
  public ClickFeed feed() {
    return feed;
  }

  /**
   * Runs the log through the fleet to its end, and reports what the fleet made of it.
   *
   * @throws InvocationException if the processor does not take the log
   */
  public Report run() throws IOException, InterruptedException, InvocationException {
    MachineClock machine = MachineClock.start(untimed);
    try (LogFile lines = LogFile.open(log)) {
      submit();
      feed(lines);
      clock.finish();
    } finally {
      machine.close();
      processed.ifPresent(ProcessedLog::close);
    }
    // What they work off is all there now, and the file has no more time to wait for.
    untimed.runEach();
    fleet.mappings().awaitSettled();
    return Report.of(
        fleet, feed, sections, rejected.count(), clock.deadLettered() + untimed.deadLettered());
  }

  private void submit() throws InvocationException {
    if (processor.isPresent()) {
      fleet
          .function(processor.get().submit())
          .invoke(Processor.request(log.getFileName().toString()).toString());
      processed.get().start();
    }
  }

  private boolean isProcessors(MappingSpec mapping) {
    return processor.filter(any -> any.isReadBy(mapping)).isPresent();
  }

  private void feed(LogFile log) throws IOException, InterruptedException {
    Optional<String> line = log.next();
    while (line.isPresent()) {
      feed.feed(line.get());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      line = log.next();
    }
  }

  private static KinesisStream clicks(Fleet fleet) {
    return fleet.streams().stream()
        .filter(stream -> stream.name().equals(STREAM) || stream.name().endsWith("-" + STREAM))
        .findFirst()
        .orElseThrow(
            () ->
                new StateException(
                    "The state has no Kinesis stream '%s' to put the lines on".formatted(STREAM)));
  }
}
