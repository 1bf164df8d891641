package io.dynamopatterns.common.priming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void beforeASnapshotThereAreFiveDryRuns() {
    new Snapshot("test", runs::incrementAndGet).beforeCheckpoint(null);

    assertThat(runs).hasValue(5);
  }

  @Test
  void aDryRunThatFailsKeepsNoFunctionFromItsSnapshotAndIsTheLast() {
    new Snapshot(
            "test",
            () -> {
              if (runs.incrementAndGet() == 2) {
                throw new IllegalStateException("injected");
              }
            })
        .beforeCheckpoint(null);

    assertThat(runs).hasValue(2);
  }
}
