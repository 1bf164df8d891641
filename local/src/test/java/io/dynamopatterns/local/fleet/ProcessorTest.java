package io.dynamopatterns.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.local.state.FleetState;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  private final FleetState state = FleetState.recorded();

  @Test
  void theRecordedDeploymentHasOneForTheStreamOfClicks() {
    Processor processor = Processor.of(state, "dynamo-patterns-dev-clicks").orElseThrow();

    assertThat(processor.submit()).isEqualTo("dynamo-patterns-dev-processor-submit");
    assertThat(processor.table()).isEqualTo("dynamo-patterns-dev-work");
    assertThat(state.mappings().stream().filter(processor::isReadBy))
        .extracting(mapping -> mapping.function())
        .containsExactly("dynamo-patterns-dev-processor-run");
  }

  @Test
  void oneThatServesAnotherStreamOrIsPausedIsNone() {
    FleetState paused =
        new FleetState(
            state.tables(),
            state.kinesisStreams(),
            state.functions(),
            List.of(),
            state.schedules(),
            state.queues(),
            state.buses(),
            state.rules(),
            state.urls(),
            state.httpApis(),
            state.arnExpressions(),
            state.parts());

    assertThat(Processor.of(state, "orders")).isEmpty();
    assertThat(Processor.of(paused, "dynamo-patterns-dev-clicks")).isEmpty();
  }
}
