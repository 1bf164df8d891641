package io.dynamopatterns.local.cli;

import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.InputClock;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.log.LogFile;
import io.dynamopatterns.local.log.RejectedLines;
import io.dynamopatterns.local.log.UnreadableLogException;
import io.dynamopatterns.local.report.Report;
import io.dynamopatterns.local.report.ReportTable;
import io.dynamopatterns.local.run.LogRun;
import io.dynamopatterns.local.state.FleetState;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.ZipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the fleet once over an access log. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the whole fleet once over an access log and reports what it did.")
final class RunCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final int MOST_GAPS = 3;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "Access log in Common or Combined Log Format, plain or gzip. Default: a small sample.")
  private Path file;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON.")
  private Path reportFile;

  @Mixin private StateOption state;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    requireReportCanBeWritten();
    requireLogCanBeRead(file);
    try {
      return StopSignal.guard(() -> run(start));
    } catch (InterruptedException e) {
      spec.commandLine().getErr().println("fleet: stopped");
      return INTERRUPTED;
    }
  }

  private Integer run(long start) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    FleetState deployed = state.read();
    try (Workspace workspace = Workspace.fresh(FleetCommand.PROJECT);
        Fleet fleet = new Fleet(deployed, FleetCommand.PROJECT, workspace);
        RejectedLines rejected = new RejectedLines(workspace.rejectedLines())) {
      Path log = file == null ? SampleLog.take(workspace) : workspace.take(file);
      requireLogCanBeRead(log);
      fleet.start();
      LogRun run = new LogRun(fleet, log, rejected);
      Report report = report(fleet, run, LogFile.count(log));
      report.elapsed(Duration.ofNanos(System.nanoTime() - start));
      if (reportFile != null) {
        report.write(reportFile);
      }
      out.print(ReportTable.of(report.json()));
      if (rejected.count() > 0) {
        out.printf(
            "%n%,d lines were rejected; .fleet/rejected.jsonl has them with the reasons.%n",
            rejected.count());
      }
      printGaps(run.gaps(), out);
      report.problems().forEach(problem -> out.println("NOT CLEAN: " + problem));
      if (report.problems().isEmpty()) {
        out.printf("OK: every pattern adds up (%d checks)%n", report.checks());
      }
      out.flush();
      return report.problems().isEmpty() ? ExitCode.OK : FleetCommand.NOT_CLEAN;
    }
  }

  private Report report(Fleet fleet, LogRun run, long lines) throws Exception {
    Progress progress =
        new Progress(fleet, run, lines, System.out, Boolean.getBoolean("fleet.terminal"));
    try {
      return run.run();
    } catch (UnreadableLogException e) {
      throw new InputException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    } finally {
      progress.close();
    }
  }

  private static void printGaps(List<InputClock.Gap> gaps, PrintWriter out) {
    gaps.stream()
        .limit(MOST_GAPS)
        .forEach(
            gap ->
                out.printf(
                    "The log has no lines from %s to %s: each schedule ran once for that time.%n",
                    gap.from(), gap.to()));
    if (gaps.size() > MOST_GAPS) {
      out.printf(
          "It has %,d more times without lines of more than a day.%n", gaps.size() - MOST_GAPS);
    }
  }

  /** Told before the run, not after it. */
  private void requireReportCanBeWritten() {
    if (reportFile == null) {
      return;
    }
    Path directory = reportFile.toAbsolutePath().getParent();
    if (Files.isDirectory(reportFile) || !Files.isWritable(directory)) {
      throw new InputException(
          "cannot write the report %s: %s"
              .formatted(
                  reportFile,
                  Files.isDirectory(reportFile)
                      ? "it is a directory"
                      : "no writable directory " + directory));
    }
  }

  /** Of what is no regular file, such as a pipe, nothing is read before it is taken. */
  private static void requireLogCanBeRead(Path log) {
    if (log == null || Files.exists(log) && !Files.isRegularFile(log) && !Files.isDirectory(log)) {
      return;
    }
    try {
      LogFile.open(log).close();
    } catch (IOException e) {
      throw new InputException("cannot read " + log + ": " + reason(log, e), e);
    }
  }

  private static String reason(Path log, IOException thrown) {
    if (Files.notExists(log)) {
      return "no such file";
    }
    if (Files.isDirectory(log)) {
      return "it is a directory";
    }
    if (thrown instanceof AccessDeniedException) {
      return "permission denied";
    }
    return thrown instanceof EOFException || thrown instanceof ZipException
        ? "it is cut or damaged within the header of its gzip data"
        : thrown.getMessage();
  }
}
