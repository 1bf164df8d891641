package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.mapping.EventSourceMapping;
import io.dynamopatterns.emulator.mapping.TableStreamSource;
import io.dynamopatterns.mapping.MappingPace;
import io.dynamopatterns.mapping.function.InProcessFunction;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Workers as their own processes. It takes a minute, so it runs each night: {@code mvn -pl worker
 * -am verify -Dworker.takeover=true}.
 */
@EnabledIfSystemProperty(named = "worker.takeover", matches = "true")
@Isolated("it measures times")
class WorkerTakeoverIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int KILLED = 137;

  @TempDir Path directory;

  private final List<Process> workers = new ArrayList<>();
  private TestTables tables;
  private Path seen;

  @BeforeEach
  void start() throws IOException {
    tables = new TestTables();
    seen = directory.resolve("seen");
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process worker : workers) {
      worker.destroyForcibly().waitFor();
    }
    tables.close();
  }

  @Test
  void whenAWorkerIsKilledAnotherOneTakesOverAndNothingIsLostOrOutOfOrder() throws Exception {
    tables.write(50);
    Process first = worker("first");
    awaitSeen(50);
    Process second = worker("second");
    tables.write(50);
    awaitSeen(100);

    first.destroyForcibly().waitFor();
    Instant killed = Instant.now();
    tables.write(50);
    awaitSeen(150);
    System.out.printf(
        "taken over after %d ms, with a failover time of 2 s%n",
        Duration.between(killed, Instant.now()).toMillis());

    // Deliveries of a change after its first one are redeliveries.
    Map<String, List<Integer>> byItem = new HashMap<>();
    Set<String> owners = new LinkedHashSet<>();
    String owner = "";
    for (Delivery delivery : deliveries()) {
      if (!delivery.worker().equals(owner)) {
        owner = delivery.worker();
        assertThat(owners.add(owner)).as("%s delivers after its successor", owner).isTrue();
      }
      List<Integer> versions = byItem.computeIfAbsent(delivery.item(), id -> new ArrayList<>());
      if (!versions.contains(delivery.version())) {
        versions.add(delivery.version());
      }
    }
    assertThat(owners).containsExactly("first", "second");
    tables
        .versions()
        .forEach(
            (id, last) ->
                assertThat(byItem.get(id))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, last).boxed().toList()));

    second.destroy();
    assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aWorkerDeliversAllChangesAndTheTimesOfAWorkerAndOfTheLocalMappingArePrinted()
      throws Exception {
    int changes = 10_000;
    tables.write(changes);
    worker("first");
    awaitSeen(1);
    Instant began = Instant.now();
    awaitSeen(changes);
    Duration byWorker = Duration.between(began, Instant.now());
    assertThat(deliveries()).hasSize(changes);

    Files.delete(seen);
    try (EventSourceMapping mapping = mapping()) {
      began = Instant.now();
      mapping.drain();
    }
    System.out.printf(
        "%d changes: by a worker in %d ms, by the mapping of the local fleet in %d ms%n",
        changes, byWorker.toMillis(), Duration.between(began, Instant.now()).toMillis());
    assertThat(deliveries()).hasSize(changes);
  }

  private EventSourceMapping mapping() {
    System.setProperty(AppendHandler.FILE, seen.toString());
    return new EventSourceMapping(
        WorkerSettings.from(tables.environment("none")).mapping(),
        TableStreamSource.of(tables.dynamoDb().endpoint(), TestTables.TABLE),
        new InProcessFunction(new AppendHandler(), Duration.ofSeconds(60)),
        discard -> {},
        MappingPace.real());
  }

  private Process worker(String name) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-D" + AppendHandler.FILE + "=" + seen,
            "-D" + AppendHandler.WORKER + "=" + name,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            WorkerMain.class.getName());
    Map<String, String> environment = builder.environment();
    environment.putAll(tables.environment(AppendHandler.class.getName()));
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ENDPOINT_URL", tables.endpoint());
    Process worker =
        builder
            .redirectErrorStream(true)
            .redirectOutput(new File("target/worker-" + name + ".log"))
            .start();
    workers.add(worker);
    return worker;
  }

  private void awaitSeen(int changes) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (deliveries().stream().map(Delivery::change).distinct().count() < changes) {
      assertThat(Instant.now()).as("seen %d of %d", deliveries().size(), changes).isBefore(end);
      for (Process worker : workers) {
        assertThat(worker.isAlive() || worker.exitValue() == KILLED).isTrue();
      }
      Thread.sleep(20);
    }
  }

  private record Delivery(String item, int version, String worker) {
    static Delivery parse(String line) {
      String[] words = line.split(" ");
      return new Delivery(words[0], Integer.parseInt(words[1]), words[2]);
    }

    String change() {
      return item + " " + version;
    }
  }

  /** The whole lines of the file: another process may be writing the last one. */
  private List<Delivery> deliveries() throws IOException {
    String text = Files.exists(seen) ? Files.readString(seen) : "";
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Delivery::parse).toList();
  }
}
