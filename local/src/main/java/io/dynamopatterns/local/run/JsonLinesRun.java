package io.dynamopatterns.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.MachineClock;
import io.dynamopatterns.local.json.StrictJson;
import io.dynamopatterns.local.log.LogFile;
import io.dynamopatterns.local.log.RejectedLines;
import io.dynamopatterns.local.log.UnreadableLogException;
import io.dynamopatterns.local.report.Report;
import io.dynamopatterns.local.report.Section;
import io.dynamopatterns.local.schedule.Schedules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of any deployment over a file of JSON, one object a line. Schedules follow the machine's
 * clock and run once more at the end.
 */
public final class JsonLinesRun implements InputRun {
  private final Fleet fleet;
  private final Path file;
  private final LineDestination destination;
  private final RejectedLines rejected;
  private volatile Phase phase = Phase.READING;
  private volatile long lines;
  private long accepted;
  private boolean cut;

  /**
   * @param rejected keeps the lines that are not taken; it stays the caller's to close
   */
  public JsonLinesRun(Fleet fleet, Path file, LineDestination destination, RejectedLines rejected) {
    this.fleet = fleet;
    this.file = file;
    this.destination = destination;
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
  public Report run() throws IOException, InterruptedException {
    Schedules schedules = fleet.schedules(Instant.now(), any -> true);
    MachineClock machine = MachineClock.start(schedules);
    try (LogFile text = LogFile.open(file)) {
      Optional<String> line = next(text);
      while (line.isPresent()) {
        take(line.get());
        line = next(text);
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
    Report report =
        Report.of(
            fleet,
            new Report.Input(lines, accepted, rejected.count()),
            Section.ofAny(fleet.state()),
            schedules.deadLettered());
    if (cut) {
      report.problems().add("%s is cut or damaged after line %d".formatted(file, lines));
    }
    return report;
  }

  private Optional<String> next(LogFile text) {
    try {
      return text.next();
    } catch (IOException e) {
      cut = true;
      return Optional.empty();
    }
  }

  private void take(String line) throws IOException, InterruptedException {
    lines++;
    Optional<JsonNode> json = StrictJson.read(line);
    if (json.filter(JsonNode::isObject).isEmpty()) {
      rejected.add(lines, "it is not a JSON object", line);
      return;
    }
    try {
      destination.put(lines, json.get());
      accepted++;
    } catch (LineDestination.RefusedLineException e) {
      rejected.add(lines, e.getMessage(), line);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
