package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.local.state.FleetState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions with SnapStart: AWS's runtime client runs their hooks and asks for the restore. */
@RuntimeTest
class SnapshotIT {
  /** In a token, before the time of the write, which differs between copies anyhow. */
  private static final Pattern WRITER = Pattern.compile("\"([\\w-]+):");

  /** A line of the log of loaded classes. Nested classes can depend on the event. */
  private static final Pattern OWN_CLASS = Pattern.compile("\\] io\\.dynamopatterns\\.[\\w.]+ ");

  @TempDir private Path directory;

  /**
   * @param primed a class that is loaded for an answer, and not by a start alone
   */
  @ParameterizedTest
  @CsvSource({
    "io.dynamopatterns.history.RecordHandler, dynamodb-stream, delivery.Lane",
    "io.dynamopatterns.examples.pagehits.PageHitsHandler, kinesis, delivery.Lane",
    "io.dynamopatterns.aggregator.AggregatorCollectHandler, kinesis, batch.InsertOutcome$Inserted",
    "io.dynamopatterns.periodic.PeriodicCollectHandler, kinesis, delivery.Lane",
    "io.dynamopatterns.eventstore.IngestHandler, kinesis, delivery.Lane",
    "io.dynamopatterns.fanout.DispatchHandler, dynamodb-stream, model.SendMessageBatchResponse",
    "io.dynamopatterns.processor.SubmitHandler, s3-notification, submit.Notifications",
  })
  void aFunctionSendsNothingBeforeItsSnapshotAndAnswersAfterTheRestoreAsWithoutOne(
      String handler, String event, String primed) throws Exception {
    FunctionSpec function = FleetState.recorded().functionOf(handler).orElseThrow();
    List<String> calls;
    try (StubServices services = new StubServices();
        LambdaRuntime cold =
            new LambdaRuntime(
                Project.jarNamed(function.jarName()),
                handler,
                function.environment(),
                services.endpoints())) {
      RecordedFleet.answer(cold, RealRuntimeIT.recordedEvent(event));
      calls = services.calls();
      assertThat(calls).as("sent for the event").isNotEmpty();
    }
    Map<String, String> environment = new HashMap<>(function.environment());
    environment.putAll(LambdaRuntime.SNAP_START);
    Path loaded = directory.resolve("loaded-classes");
    environment.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded);
    try (StubServices services = new StubServices();
        LambdaRuntime restored =
            new LambdaRuntime(
                Project.jarNamed(function.jarName()), handler, environment, services.endpoints())) {
      restored.awaitCheckpoint();

      assertThat(services.calls()).as("sent before the snapshot").isEmpty();
      assertThat(restored.output())
          .as("a dry run writes no metrics and has no errors")
          .doesNotContain("_aws")
          .doesNotContain("the dry run ended early");
      assertThat(Files.readString(loaded))
          .as("classes that were loaded before the snapshot")
          .contains("." + primed + " ");

      int before = Files.readAllLines(loaded).size();
      restored.restore();
      RecordedFleet.answer(restored, RealRuntimeIT.recordedEvent(event));
      assertThat(services.calls()).isEqualTo(calls);
      assertThat(Files.readAllLines(loaded).stream().skip(before))
          .as("classes of the project that only a whole dry run loads")
          .noneMatch(OWN_CLASS.asPredicate());
    }
  }

  @Test
  void twoCopiesOfOneSnapshotWriteUnderTheirOwnNames() throws Exception {
    Set<String> first = writersOfACopy("first");
    Set<String> second = writersOfACopy("second");

    assertThat(first).isNotEmpty();
    assertThat(second).isNotEmpty().doesNotContainAnyElementsOf(first);
  }

  /** The names in the tokens of a function's first writes after its restore. */
  private Set<String> writersOfACopy(String copy) throws Exception {
    String handler = "io.dynamopatterns.examples.pagehits.PageHitsHandler";
    FunctionSpec function = FleetState.recorded().functionOf(handler).orElseThrow();
    Path files = Files.createDirectory(directory.resolve(copy));
    Path restore = files.resolve("restored");
    Map<String, String> environment = new HashMap<>(function.environment());
    environment.putAll(LambdaRuntime.SNAP_START);
    environment.putAll(ClonedRandom.variables(files, restore));
    try (StubServices services = new StubServices();
        LambdaRuntime runtime =
            new LambdaRuntime(
                Project.jarNamed(function.jarName()), handler, environment, services.endpoints())) {
      runtime.awaitCheckpoint();
      Files.createFile(restore);
      runtime.restore();
      RecordedFleet.answer(runtime, RealRuntimeIT.event("kinesis"));
      return services.requests().stream()
          .map(request -> request.findValue(VersionedSchema.DEFAULT_TOKENS_ATTRIBUTE))
          .filter(Objects::nonNull)
          .flatMap(tokens -> WRITER.matcher(tokens.toString()).results())
          .map(writer -> writer.group(1))
          .collect(Collectors.toSet());
    }
  }
}
