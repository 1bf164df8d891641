package io.dynamopatterns.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.function.HandlerJar;
import io.dynamopatterns.emulator.function.handlers.FailingHandler;
import io.dynamopatterns.emulator.function.handlers.ObedientHandler;
import io.dynamopatterns.emulator.function.handlers.PickyHandler;
import io.dynamopatterns.local.state.FleetState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ReloadTest {
  private static final String LOADS_PICKY =
      "{\"do\":\"load\",\"class\":\"%s\"}".formatted(PickyHandler.class.getName());

  @TempDir Path project;
  private final List<String> log = new ArrayList<>();
  private Path target;
  private Workspace workspace;
  private Fleet fleet;

  @BeforeEach
  void start() throws Exception {
    target = Files.createDirectories(project.resolve("examples/fn/target"));
    HandlerJar.build(target, ObedientHandler.class);
    workspace = Workspace.fresh(project);
    FleetState state =
        FleetState.read(Files.writeString(project.resolve("state.json"), FleetTest.STATE));
    fleet = Fleet.thatStays(state, project, workspace);
    fleet.start();
  }

  @AfterEach
  void stop() throws Exception {
    fleet.close();
    workspace.close();
  }

  @Test
  void aJarThatIsBuiltAnewIsRunAfterWhatHasBegunEndedWithTheCodeBefore() throws Exception {
    assertThat(invoke(LOADS_PICKY)).contains("\"loaded\":false");
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> running =
        CompletableFuture.supplyAsync(
            () -> {
              begun.countDown();
              return invoke("{\"do\":\"sleep\",\"millis\":400}");
            });
    begun.await();
    HandlerJar.build(target, ObedientHandler.class, PickyHandler.class);

    reload();

    assertThat(running.join()).contains("\"millis\":400");
    assertThat(invoke(LOADS_PICKY)).contains("\"loaded\":true");
    assertThat(log).containsExactly("handlers.jar was built anew and runs: obedient");
    reload();
    assertThat(log).hasSize(1);
  }

  @Test
  void aJarWhoseFunctionDoesNotStartLeavesTheCodeBefore() throws Exception {
    HandlerJar.build(target, PickyHandler.class);

    reload();

    assertThat(invoke("{}")).contains("\"echo\":true");
    assertThat(log).singleElement().asString().contains("obedient could not be started");
  }

  @Test
  void newCodeIsRunWhileWhatHasBegunStillRuns() throws Exception {
    long before = fleet.function("obedient").invocations();
    CompletableFuture<String> running =
        CompletableFuture.supplyAsync(() -> invoke("{\"do\":\"sleep\",\"millis\":2500}"));
    while (fleet.function("obedient").invocations() == before) {
      Thread.sleep(2);
    }
    HandlerJar.build(target, ObedientHandler.class, PickyHandler.class);

    reload();

    assertThat(invoke(LOADS_PICKY)).contains("\"loaded\":true");
    assertThat(running).isNotDone();
    assertThat(running.join()).contains("\"millis\":2500");
  }

  @Test
  void aJarThatCannotBeCopiedLeavesTheCodeBeforeAndTheNextOneIsRun() throws Exception {
    Path copies = workspace.jars();
    Path moved = Files.move(copies, project.resolve("moved"));
    Files.writeString(copies, "in the way");
    HandlerJar.build(target, ObedientHandler.class, PickyHandler.class);

    reload();
    reload();

    assertThat(log).singleElement().asString().contains("but Cannot copy");
    assertThat(invoke("{}")).contains("\"echo\":true");
    Files.delete(copies);
    Files.move(moved, copies);
    HandlerJar.build(target, PickyHandler.class, ObedientHandler.class, FailingHandler.class);
    reload();
    assertThat(log.getLast()).contains("runs: obedient");
    assertThat(invoke(LOADS_PICKY)).contains("\"loaded\":true");
  }

  @Test
  void aJarThatIsNotWholeYetIsNotRun() throws Exception {
    Files.writeString(target.resolve("handlers.jar"), "half");

    reload();

    assertThat(log).isEmpty();
    assertThat(invoke("{}")).contains("\"echo\":true");
  }

  /** The first look finds a change, the second one that it has ended. */
  private void reload() {
    fleet.reload(log::add);
    fleet.reload(log::add);
  }

  private String invoke(String event) {
    try {
      return fleet.function("obedient").invoke(event);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
