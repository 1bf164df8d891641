package io.dynamopatterns.local.page;

import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.page.ReportFile;
import io.dynamopatterns.page.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Watches a run and writes its page as one file. */
public final class RunReport implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(500);

  private final ReportFile report;
  private final Sampler sampler;

  private RunReport(ReportFile report) {
    this.report = report;
    sampler = Sampler.start("report", PERIOD, report::sample);
  }

  /**
   * Starts to watch.
   *
   * @param lines how many lines of the input were read
   */
  public static RunReport start(Fleet fleet, Workspace workspace, LongSupplier lines) {
    return new RunReport(
        new ReportFile(new FleetActivity(fleet, workspace.logs(), Optional.of(lines))));
  }

  /**
   * Writes the file.
   *
   * @param figures the run's report
   */
  public void write(Path file, Object figures) throws IOException {
    close();
    report.write(file, figures);
  }

  @Override
  public void close() {
    sampler.close();
  }
}
