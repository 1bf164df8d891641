package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Command;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.local.state.FleetState;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the start of a function of each jar, in turn with a handler in plain Java that makes the
 * same calls. Both are started from the unpacked jar, as on Lambda. No build runs it: {@code
 * bench/coldstart} does.
 */
@RuntimeTest
class ColdStart {
  /** Those that Terraform gives to a function with SnapStart are plain Java's, too. */
  private static final String JVM_OPTIONS = "JAVA_TOOL_OPTIONS";

  /**
   * The memory of a function on Lambda. With that of this machine, the young generation could be
   * large enough that one process is collected once, and another, which allocates less, never.
   */
  private static final String MEMORY = "-XX:MaxRAM=1g";

  private static final int PAIRS = Integer.getInteger("coldstart.pairs", 10);
  private static final int WARM = 20;

  /** The kernel counts the CPU time of a process in ticks of 10 ms. */
  private static final double TICK = 10;

  private record Row(String name, String handler, String event, String plain) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("history", "io.dynamopatterns.history.RecordHandler", "dynamodb-stream", "Table"),
          new Row(
              "page-hits",
              "io.dynamopatterns.examples.pagehits.PageHitsHandler",
              "kinesis",
              "Kinesis"),
          new Row(
              "aggregator",
              "io.dynamopatterns.aggregator.AggregatorCollectHandler",
              "kinesis",
              "Kinesis"),
          new Row(
              "periodic",
              "io.dynamopatterns.periodic.PeriodicCollectHandler",
              "kinesis",
              "Kinesis"),
          new Row("eventstore", "io.dynamopatterns.eventstore.IngestHandler", "kinesis", "Kinesis"),
          new Row("fanout", "io.dynamopatterns.fanout.DispatchHandler", "dynamodb-stream", "Table"),
          new Row(
              "processor",
              "io.dynamopatterns.processor.SubmitHandler",
              "s3-notification",
              "Request"));

  /** Milliseconds, of CPU but for {@code wall}. */
  private record Sample(double init, double first, double warm, double wall, long classes) {
    double start() {
      return init + first;
    }
  }

  /**
   * Milliseconds of CPU for the first answer after a restore, from its event on, and for a later
   * one.
   */
  private record Restored(double first, double warm) {}

  private final FleetState state = FleetState.recorded();

  @TempDir private Path directory;

  @Test
  void measure() throws Exception {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| function | jar | plain jar | init | first answer | both | plain both | both / plain | warm | plain warm | wall | plain wall | classes | plain classes | restored | restored to warm |");
    lines.add("| --- |" + " ---: |".repeat(15));
    String only = System.getProperty("coldstart.only", "");
    for (Row row : ROWS) {
      if (only.isEmpty() || only.equals(row.name())) {
        lines.add(measure(row));
        System.out.println(lines.getLast());
      }
    }
    Path table = Path.of("target", "coldstart.md");
    Files.write(table, lines);
    System.out.println(String.join("\n", lines));
  }

  private String measure(Row row) throws Exception {
    FunctionSpec function = state.functionOf(row.handler()).orElseThrow();
    Path jar = Project.jarNamed(function.jarName());
    List<String> calls = new ArrayList<>();
    List<Sample> ours = new ArrayList<>();
    List<Sample> plain = new ArrayList<>();
    List<Restored> restored = new ArrayList<>();
    String options =
        state.functionOf(ROWS.getFirst().handler()).orElseThrow().environment().get(JVM_OPTIONS)
            + " "
            + MEMORY;
    Map<String, String> environment = new HashMap<>(function.environment());
    environment.put(JVM_OPTIONS, options);
    Path code = unpacked(jar, row.name());
    run(code, row.handler(), environment, row.event(), calls);
    Path plainJar = plainJar(row.name(), calls);
    Path plainCode = unpacked(plainJar, row.name() + "-plain");
    Map<String, String> plainEnvironment =
        Map.of(PlainHandler.CALLS, String.join(",", calls), JVM_OPTIONS, options);
    String plainHandler = PlainHandler.class.getName() + "$Of" + row.plain();
    for (int pair = 0; pair < PAIRS; pair++) {
      List<String> made = new ArrayList<>();
      ours.add(run(code, row.handler(), environment, row.event(), made));
      restored.add(restore(code, row.handler(), environment, row.event()));
      List<String> madePlain = new ArrayList<>();
      plain.add(run(plainCode, plainHandler, plainEnvironment, row.event(), madePlain));
      assertThat(madePlain).as("calls of the plain handler").isEqualTo(made);
    }
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.0f | %.0f | %.0f | %.0f | %.2f | %.1f | %.1f | %.0f | %.0f | %d | %d | %.1f | %.1f |",
        row.name(),
        Files.size(jar) / 1e6,
        Files.size(plainJar) / 1e6,
        median(ours, Sample::init),
        median(ours, Sample::first),
        median(ours, Sample::start),
        median(plain, Sample::start),
        median(ours, Sample::start) / median(plain, Sample::start),
        median(ours, Sample::warm),
        median(plain, Sample::warm),
        median(ours, Sample::wall),
        median(plain, Sample::wall),
        ours.getLast().classes(),
        plain.getLast().classes(),
        median(restored, Restored::first),
        median(restored, Restored::first) / median(restored, Restored::warm));
  }

  /**
   * @param calls gets the calls of the first invocation
   */
  private static Sample run(
      Path code, String handler, Map<String, String> environment, String event, List<String> calls)
      throws Exception {
    String content = RealRuntimeIT.recordedEvent(event);
    try (StubServices services = new StubServices()) {
      long begin = System.nanoTime();
      try (LambdaRuntime runtime =
          new LambdaRuntime(code, handler, environment, services.endpoints())) {
        runtime.awaitReady();
        double init = cpu(runtime.pid());
        RecordedFleet.answer(runtime, content);
        runtime.awaitReady();
        double first = cpu(runtime.pid());
        double wall = (System.nanoTime() - begin) / 1e6;
        calls.addAll(services.calls());
        long classes = classes(runtime.pid());
        double before = cpu(runtime.pid());
        for (int i = 0; i < WARM; i++) {
          RecordedFleet.answer(runtime, content);
          runtime.awaitReady();
        }
        double warm = (cpu(runtime.pid()) - before) / WARM;
        return new Sample(init, first - init, warm, wall, classes);
      }
    }
  }

  private static Restored restore(
      Path code, String handler, Map<String, String> environment, String event) throws Exception {
    String content = RealRuntimeIT.recordedEvent(event);
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(LambdaRuntime.SNAP_START);
    try (StubServices services = new StubServices();
        LambdaRuntime runtime = new LambdaRuntime(code, handler, variables, services.endpoints())) {
      runtime.awaitCheckpoint();
      runtime.restore();
      runtime.awaitReady();
      try (ThreadTimes times = new ThreadTimes(runtime.pid())) {
        double before = times.milliseconds();
        RecordedFleet.answer(runtime, content);
        double first = times.milliseconds();
        for (int i = 0; i < WARM; i++) {
          RecordedFleet.answer(runtime, content);
        }
        return new Restored(first - before, (times.milliseconds() - first) / WARM);
      }
    }
  }

  private static <T> double median(List<T> samples, ToDoubleFunction<T> figure) {
    double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double cpu(long pid) throws IOException {
    String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK;
  }

  /**
   * The CPU time of a process, finer than the ticks. It is read every millisecond, because the
   * kernel forgets the time of a thread that has ended.
   */
  private static final class ThreadTimes implements AutoCloseable {
    private final Path threads;
    private final Map<Path, Double> nanoseconds = new HashMap<>();
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();

    ThreadTimes(long pid) {
      threads = Path.of("/proc", Long.toString(pid), "task");
      reader.scheduleWithFixedDelay(this::milliseconds, 0, 1, TimeUnit.MILLISECONDS);
    }

    synchronized double milliseconds() {
      try (Stream<Path> running = Files.list(threads)) {
        for (Path thread : running.toList()) {
          read(thread).ifPresent(time -> nanoseconds.put(thread, time));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return nanoseconds.values().stream().mapToDouble(Double::doubleValue).sum() / 1e6;
    }

    /** Empty: the thread ended after the directory was listed. */
    private static Optional<Double> read(Path thread) throws IOException {
      try {
        String times = Files.readString(thread.resolve("schedstat"));
        return Optional.of(Double.parseDouble(times.split(" ")[0]));
      } catch (IOException e) {
        if (Files.exists(thread)) {
          throw e;
        }
        return Optional.empty();
      }
    }

    @Override
    public void close() {
      reader.shutdownNow();
    }
  }

  private static long classes(long pid) throws Exception {
    String jstat = Path.of(Project.java()).resolveSibling("jstat").toString();
    Command.Result result =
        new Command(Project.root(), Map.of())
            .run(Duration.ofMinutes(1), List.of(jstat, "-class", Long.toString(pid)));
    String last = result.output().lines().reduce((first, second) -> second).orElseThrow();
    return Long.parseLong(last.strip().split("\\s+")[0]);
  }

  /** The content of a jar, as Lambda unpacks it. */
  private Path unpacked(Path jar, String name) throws IOException {
    Path code = directory.resolve(name);
    try (ZipFile content = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : content.stream().map(ZipEntry.class::cast).toList()) {
        if (!entry.isDirectory()) {
          Path file = code.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.copy(content.getInputStream(entry), file);
        }
      }
    }
    return code;
  }

  /** One jar of the plain handler and what it needs, as the shade plugin would make it. */
  private static Path plainJar(String name, List<String> calls) throws IOException {
    Path jar = Files.createDirectories(Path.of("target", "coldstart")).resolve(name + ".jar");
    Set<String> written = new HashSet<>();
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      Path classes = Path.of("target", "test-classes");
      try (Stream<Path> files = Files.walk(classes)) {
        for (Path file :
            files
                .filter(file -> file.getFileName().toString().startsWith("PlainHandler"))
                .sorted(Comparator.naturalOrder())
                .toList()) {
          zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
          Files.copy(file, zip);
        }
      }
      for (Map.Entry<String, Path> library : libraries(calls).entrySet()) {
        try (ZipFile content = new ZipFile(library.getValue().toFile())) {
          for (ZipEntry entry : content.stream().map(ZipEntry.class::cast).toList()) {
            if (!entry.isDirectory()
                && !entry.getName().endsWith("module-info.class")
                && written.add(entry.getName())) {
              zip.putNextEntry(new ZipEntry(entry.getName()));
              content.getInputStream(entry).transferTo(zip);
            }
          }
        }
      }
    }
    return jar.toAbsolutePath();
  }

  /** From the class path of this JVM: Lambda's events, and the SDK with the clients in use. */
  private static Map<String, Path> libraries(List<String> calls) {
    Set<String> sdk =
        new HashSet<>(
            Set.of(
                "annotations",
                "auth",
                "aws-core",
                "aws-json-protocol",
                "checksums",
                "checksums-spi",
                "dynamodb",
                "endpoints-spi",
                "http-auth",
                "http-auth-aws",
                "http-auth-aws-eventstream",
                "http-auth-spi",
                "http-client-spi",
                "identity-spi",
                "json-utils",
                "metrics-spi",
                "profiles",
                "protocol-core",
                "regions",
                "retries",
                "retries-spi",
                "sdk-core",
                "third-party-jackson-core",
                "url-connection-client",
                "utils",
                "utils-lite"));
    if (calls.contains("SendMessageBatch")) {
      sdk.add("sqs");
    }
    Set<String> others =
        Set.of(
            "aws-lambda-java-core",
            "aws-lambda-java-events",
            "eventstream",
            "joda-time",
            "reactive-streams",
            "slf4j-api",
            "slf4j-simple");
    Map<String, Path> libraries = new LinkedHashMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path file = Path.of(entry);
      String name = file.getFileName().toString().replaceFirst("-[0-9][0-9.]*\\.jar$", "");
      boolean isSdk = entry.contains("awssdk");
      if (isSdk ? sdk.contains(name) : others.contains(name)) {
        libraries.put(name, file);
      }
    }
    return libraries;
  }
}
