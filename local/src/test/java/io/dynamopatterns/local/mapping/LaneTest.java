package io.dynamopatterns.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
  @Test
  void largeRecordsAreNotTakenInWhileAFullEventOfThemWaits() throws Exception {
    Recorder function = Recorder.succeeding();
    Lane lane =
        new Lane(
            Fixtures.spec().build(),
            new BatchDelivery(
                Fixtures.spec().build(),
                Fixtures.changes(1, 1),
                "shard-1",
                function,
                discard -> {},
                Pace.virtual(new VirtualClock(Fixtures.NOW)),
                new MappingStats()),
            done -> {});
    lane.offer(List.of(large(1), large(2)));

    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    lane.offer(List.of(large(3)));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (reader.getState() != Thread.State.WAITING) {
      assertThat(reader.isAlive()).as("the reader waits for room").isTrue();
      Thread.onSpinWait();
    }
    lane.deliverNext();
    assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
    lane.drain();

    assertThat(function.batches()).containsExactly(List.of("1"), List.of("2"), List.of("3"));
  }

  private static StreamRecord large(int sequence) {
    return Fixtures.change(sequence, "a", Fixtures.NOW, "x".repeat(Lane.MAX_EVENT_BYTES / 2));
  }
}
