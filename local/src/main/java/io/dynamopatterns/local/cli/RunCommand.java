package io.dynamopatterns.local.cli;

import io.dynamopatterns.emulator.dynamodb.TableItems;
import io.dynamopatterns.emulator.dynamodb.TableSpec;
import io.dynamopatterns.emulator.kinesis.EmbeddedKinesisStream;
import io.dynamopatterns.local.example.CouponsRun;
import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.InputClock;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.local.log.LogFile;
import io.dynamopatterns.local.log.RejectedLines;
import io.dynamopatterns.local.log.UnreadableLogException;
import io.dynamopatterns.local.page.RunReport;
import io.dynamopatterns.local.report.FleetReport;
import io.dynamopatterns.local.report.ReportTable;
import io.dynamopatterns.local.run.InputRun;
import io.dynamopatterns.local.run.JsonLinesRun;
import io.dynamopatterns.local.run.LogRun;
import io.dynamopatterns.local.run.StreamDestination;
import io.dynamopatterns.local.run.TableDestination;
import io.dynamopatterns.local.state.FleetState;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the fleet once over an access log, over lines of JSON, or an example with a burst. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Runs the fleet once over a file and reports what it did. The file is an access log, or"
            + " with --to-stream or --to-table JSON, one object a line.")
final class RunCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final int MOST_GAPS = 3;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "Access log in Common or Combined Log Format, or lines of JSON; plain or gzip. Default: a"
              + " small access log; with --example a burst of requests.")
  private Path file;

  @Option(
      names = "--to-stream",
      paramLabel = "NAME[=FILE]",
      description =
          "Put each line of FILE, or of the command's FILE, on this Kinesis stream: a JSON object."
              + " Can be repeated.")
  private List<String> streams = List.of();

  @Option(
      names = "--to-table",
      paramLabel = "NAME[=FILE]",
      description =
          "Put each line of FILE, or of the command's FILE, into this table as an item: plain JSON,"
              + " or {\"Item\": ...} as in an export of DynamoDB. Can be repeated.")
  private List<String> tables = List.of();

  @Option(
      names = "--partition-key",
      paramLabel = "FIELD",
      description =
          "With --to-stream: the member of a line that is the record's partition key. Default: the"
              + " lines spread over the shards.")
  private String partitionKey;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON.")
  private Path reportFile;

  @Mixin private StateOptions deployment;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    requireFiles();
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
    FleetState deployed = deployment.read();
    try (Workspace workspace = Workspace.fresh(FleetCommand.PROJECT);
        Fleet fleet = new Fleet(deployed, FleetCommand.PROJECT, workspace);
        RejectedLines rejected = new RejectedLines(workspace.rejectedLines())) {
      Path log = file == null ? ShippedLog.take(workspace) : workspace.take(file);
      requireLogCanBeRead(log);
      fleet.start();
      Input input = input(fleet, log, rejected);
      InputRun run = input.run();
      FleetReport report;
      try (RunReport page = RunReport.start(fleet, workspace, run::lines)) {
        report = report(fleet, run, input.lines());
        report.elapsed(Duration.ofNanos(System.nanoTime() - start));
        page.write(workspace.page(), report.json());
      }
      if (reportFile != null) {
        report.write(reportFile);
      }
      out.print(ReportTable.of(report.json()));
      if (rejected.count() > 0) {
        out.printf(
            "%n%,d lines were rejected; .fleet/rejected.jsonl has them with the reasons.%n",
            rejected.count());
      }
      if (run instanceof LogRun logRun) {
        printGaps(logRun.gaps(), out);
      }
      printFailures(report, out);
      out.println();
      out.println("To look at it: " + workspace.page());
      report.problems().forEach(problem -> out.println("NOT CLEAN: " + problem));
      if (report.problems().isEmpty()) {
        out.printf(
            "OK: %s (%d checks)%n",
            run instanceof JsonLinesRun ? "nothing was given up on" : "every pattern adds up",
            report.checks());
      }
      out.flush();
      return report.problems().isEmpty() ? ExitCode.OK : FleetCommand.NOT_CLEAN;
    }
  }

  /** What is run, and how many lines it has. */
  private record Input(InputRun run, long lines) {}

  private Input input(Fleet fleet, Path log, RejectedLines rejected) throws IOException {
    if (deployment.example().isPresent()) {
      URI app = fleet.openHttpApis(0, Optional.empty()).values().iterator().next();
      return new Input(new CouponsRun(fleet, app), 0);
    }
    List<JsonLinesRun.Feed> feeds = feeds(fleet);
    return feeds.isEmpty()
        ? new Input(new LogRun(fleet, log, rejected), LogFile.count(log))
        : new Input(new JsonLinesRun(fleet, feeds, rejected), count(feeds));
  }

  private FleetReport report(Fleet fleet, InputRun run, long lines) throws Exception {
    RunProgress progress =
        new RunProgress(fleet, run, lines, System.out, Boolean.getBoolean("fleet.terminal"));
    try {
      return run.run();
    } catch (UnreadableLogException e) {
      throw new InputException(
          "cannot read %s: %s".formatted(file == null ? "the input" : file, e.getMessage()), e);
    } finally {
      progress.close();
    }
  }

  /** What goes where, if it is JSON. */
  private List<JsonLinesRun.Feed> feeds(Fleet fleet) {
    List<JsonLinesRun.Feed> feeds = new ArrayList<>();
    for (String given : streams) {
      EmbeddedKinesisStream named =
          named(
              fleet.streams(),
              EmbeddedKinesisStream::name,
              "--to-stream",
              "Kinesis stream",
              name(given));
      feeds.add(
          new JsonLinesRun.Feed(
              file(given), new StreamDestination(named, Optional.ofNullable(partitionKey))));
    }
    for (String given : tables) {
      TableSpec named =
          named(fleet.state().tables(), TableSpec::name, "--to-table", "table", name(given));
      feeds.add(
          new JsonLinesRun.Feed(
              file(given), new TableDestination(named, new TableItems(fleet.dynamoDbEndpoint()))));
    }
    return feeds;
  }

  private static String name(String given) {
    return given.split("=", 2)[0];
  }

  private Path file(String given) {
    String[] parts = given.split("=", 2);
    return parts.length == 2 ? Path.of(parts[1]) : file;
  }

  private static long count(List<JsonLinesRun.Feed> feeds) {
    return feeds.stream().mapToLong(feed -> LogFile.count(feed.file())).sum();
  }

  private static <T> T named(
      Collection<T> all, Function<T, String> name, String option, String kind, String wanted) {
    return all.stream()
        .filter(one -> name.apply(one).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "%s %s: the deployment has no %s of this name; it has %s"
                        .formatted(
                            option,
                            wanted,
                            kind,
                            all.isEmpty()
                                ? "none"
                                : all.stream()
                                    .map(name)
                                    .sorted()
                                    .collect(Collectors.joining(", ")))));
  }

  private void requireFiles() {
    List<String> given = Stream.concat(streams.stream(), tables.stream()).toList();
    if (deployment.example().isPresent() && (file != null || !given.isEmpty())) {
      throw new InputException(
          "--example brings its own input: leave out FILE, --to-stream and --to-table");
    }
    for (String one : given) {
      if (file(one) == null) {
        throw new InputException(
            "no file for %s: run FILE, or name it: %s=FILE".formatted(name(one), name(one)));
      }
      requireLogCanBeRead(file(one));
    }
    if (file != null && !given.isEmpty() && given.stream().allMatch(one -> one.contains("="))) {
      throw new InputException(
          "%s goes nowhere: --to-stream and --to-table name other files".formatted(file));
    }
    if (partitionKey != null && streams.isEmpty()) {
      throw new InputException("--partition-key goes with --to-stream");
    }
  }

  /** A failure that a retry made good is not a problem of the run, but worth a look. */
  private static void printFailures(FleetReport report, PrintWriter out) {
    report
        .json()
        .path("functions")
        .properties()
        .forEach(
            function -> {
              if (function.getValue().path("failed").asLong() > 0) {
                out.printf(
                    "%s failed in %,d of %,d invocations, the last time because: %s%n",
                    function.getKey(),
                    function.getValue().path("failed").asLong(),
                    function.getValue().path("invocations").asLong(),
                    function.getValue().path("lastFailure").asText());
              }
            });
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

  /** Reported before the run, not after it. */
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

  /** Of what is not a regular file, such as a pipe, nothing is read before it is taken. */
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
