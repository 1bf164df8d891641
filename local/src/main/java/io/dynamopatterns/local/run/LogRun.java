package io.dynamopatterns.local.run;

import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.InputClock;
import io.dynamopatterns.local.fleet.MachineClock;
import io.dynamopatterns.local.kinesis.KinesisStream;
import io.dynamopatterns.local.log.ClickFeed;
import io.dynamopatterns.local.log.LogFile;
import io.dynamopatterns.local.log.RejectedLines;
import io.dynamopatterns.local.report.Report;
import io.dynamopatterns.local.report.Section;
import io.dynamopatterns.local.schedule.Schedules;
import io.dynamopatterns.local.state.StateException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One run of a started fleet over an access log, until everything has settled. */
public final class LogRun {
  private static final String STREAM = "clicks";

  private final Fleet fleet;
  private final RejectedLines rejected;
  private final InputClock clock;
  private final Schedules untimed;
  private final List<Section> sections;
  private final ClickFeed feed;

  /**
   * @param name of the log, by which its lines are told from those of another
   * @param rejected keeps the lines that cannot be read; it stays the caller's to close
   * @throws StateException if the deployment has no stream of clicks
   */
  public LogRun(Fleet fleet, String name, RejectedLines rejected) {
    this.fleet = fleet;
    this.rejected = rejected;
    clock = new InputClock(fleet);
    untimed = fleet.schedules(Instant.now(), spec -> !spec.tellsTheSlot());
    KinesisStream clicks = clicks(fleet);
    sections = Section.of(fleet.state(), clicks.name());
    feed =
        new ClickFeed(
            name,
            clicks,
            rejected,
            clock,
            event -> sections.forEach(section -> section.accepted(event)));
  }

  /** What has been read of the log so far. */
  public ClickFeed feed() {
    return feed;
  }

  /** Reads the log to its end and reports what the fleet made of it. */
  public Report over(LogFile log) throws IOException, InterruptedException {
    MachineClock machine = MachineClock.start(untimed);
    try {
      feed(log);
      clock.finish();
    } finally {
      machine.close();
    }
    // What they work off is all there now, and the file has no more time to wait for.
    untimed.runEach();
    fleet.mappings().awaitSettled();
    return Report.of(
        fleet, feed, sections, rejected.count(), clock.deadLettered() + untimed.deadLettered());
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
