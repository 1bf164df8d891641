package io.dynamopatterns.e2e.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.e2e.Project;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.local.state.FunctionSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions with SnapStart: AWS's runtime client runs their hooks and asks for the restore. */
@RuntimeTest
class SnapshotIT {
  @ParameterizedTest
  @CsvSource({
    "io.dynamopatterns.history.RecordHandler, dynamodb-stream",
    "io.dynamopatterns.examples.pagehits.PageHitsHandler, kinesis",
    "io.dynamopatterns.aggregator.CollectHandler, kinesis",
    "io.dynamopatterns.periodic.CollectHandler, kinesis",
    "io.dynamopatterns.eventstore.IngestHandler, kinesis",
    "io.dynamopatterns.fanout.DispatchHandler, dynamodb-stream",
    "io.dynamopatterns.processor.SubmitHandler, s3-notification",
  })
  void aFunctionSendsNothingBeforeItsSnapshotAndAnswersAfterTheRestoreAsWithoutOne(
      String handler, String event) throws Exception {
    FunctionSpec function = FleetState.recorded().functionOf(handler).orElseThrow();
    List<String> calls;
    try (StubServices services = new StubServices();
        LambdaRuntime cold =
            new LambdaRuntime(
                Project.jarNamed(function.jarName()),
                handler,
                function.environment(),
                services.endpoints())) {
      RecordedFleet.answer(cold, RealRuntimeIT.event(event));
      calls = services.calls();
    }
    Map<String, String> environment = new HashMap<>(function.environment());
    environment.putAll(LambdaRuntime.SNAP_START);
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

      restored.restore();
      RecordedFleet.answer(restored, RealRuntimeIT.event(event));
      assertThat(services.calls()).isEqualTo(calls);
    }
  }
}
