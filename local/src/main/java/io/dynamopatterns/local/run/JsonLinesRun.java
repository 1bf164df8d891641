package io.dynamopatterns.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.schedule.Schedules;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.MachineClock;
import io.dynamopatterns.local.log.LogFile;
import io.dynamopatterns.local.log.RejectedLines;
import io.dynamopatterns.local.log.UnreadableLogException;
import io.dynamopatterns.local.report.FleetReport;
import io.dynamopatterns.local.report.Section;
import io.dynamopatterns.mapping.json.SingleJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run of any deployment over files of JSON, one object a line, each file after the other.
 * Schedules follow the machine's clock and run once more at the end.
 */
public final class JsonLinesRun implements InputRun {
  private final Fleet fleet;
  private final List<Feed> feeds;
  private final RejectedLines rejected;
  private volatile Phase phase = Phase.READING;
  private volatile long lines;
  private long accepted;
  private final List<String> cut = new ArrayList<>();

  /** A file, and where its lines go. */
  public record Feed(Path file, LineDestination destination) {}

  /**
   * @param rejected keeps the lines that are not taken; it stays the caller's to close
   */
  public JsonLinesRun(Fleet fleet, List<Feed> feeds, RejectedLines rejected) {
    this.fleet = fleet;
    this.feeds = List.copyOf(feeds);
    this.rejected = rejected;
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public long lines() {
    return lines;
  }

  @Override
  public FleetReport run() throws IOException, InterruptedException {
    Schedules schedules = fleet.schedules(Instant.now(), any -> true);
    MachineClock machine = MachineClock.start(schedules);
    try {
      for (Feed feed : feeds) {
        read(feed);
      }
      phase = Phase.SETTLING;
      fleet.mappings().awaitSettled();
    } finally {
      machine.close();
    }
    if (lines > 0 && accepted == 0) {
      throw new UnreadableLogException(rejected.first());
    }
    schedules.runEach();
    fleet.mappings().awaitSettled();
    phase = Phase.CHECKING;
    FleetReport report =
        FleetReport.of(
            fleet,
            Optional.of(new FleetReport.Input(lines, accepted, rejected.count())),
            Section.ofAny(fleet.state()),
            schedules.deadLettered());
    report.problems().addAll(cut);
    return report;
  }

  private void read(Feed feed) throws IOException, InterruptedException {
    try (LogFile text = LogFile.open(feed.file())) {
      long number = 1;
      Optional<String> line = next(text, feed, number);
      while (line.isPresent()) {
        take(number, line.get(), feed);
        number++;
        line = next(text, feed, number);
      }
    }
  }

  private Optional<String> next(LogFile text, Feed feed, long number) {
    try {
      return text.next();
    } catch (IOException e) {
      cut.add("%s is cut or damaged in line %d".formatted(feed.file().getFileName(), number));
      return Optional.empty();
    }
  }

  private void take(long number, String line, Feed feed) throws IOException, InterruptedException {
    lines++;
    String of = feeds.size() > 1 ? feed.file().getFileName() + ": " : "";
    Optional<JsonNode> json = SingleJson.read(line);
    if (json.filter(JsonNode::isObject).isEmpty()) {
      rejected.add(number, of + "it is not a JSON object", line);
      return;
    }
    try {
      feed.destination().put(number, json.get());
      accepted++;
    } catch (LineDestination.RefusedLineException e) {
      rejected.add(number, of + e.getMessage(), line);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
