package io.dynamopatterns.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final Timeline timeline = new Timeline();

  @Test
  void aDayOfSecondsIsABoundedNumberOfPointsInOrderFromTheFirstToNearlyTheLast() {
    int seconds = 24 * 60 * 60;
    for (int second = 0; second < seconds; second++) {
      add(second);
    }
    List<Timeline.Point> points = timeline.points();
    assertThat(points).hasSizeBetween(Timeline.MOST_POINTS / 2, Timeline.MOST_POINTS);
    assertThat(points).isSortedAccordingTo((a, b) -> Long.compare(a.time(), b.time()));
    assertThat(points.getFirst().time()).isZero();
    assertThat(points.getLast().time()).isGreaterThan((seconds - 300) * 1000L);
  }

  @Test
  void theLastSlotsAreKept() {
    for (int second = 0; second < 2 * Timeline.MOST_SLOTS; second++) {
      add(second);
    }
    assertThat(timeline.slots()).hasSize(Timeline.MOST_SLOTS);
    assertThat(timeline.slots().getLast().slot())
        .isEqualTo(Instant.ofEpochSecond(2 * Timeline.MOST_SLOTS - 1));
  }

  @Test
  void slotsAreCountedAlsoWhenTheFirstAreForgotten() {
    int all = 2 * Timeline.MOST_SLOTS;
    for (int second = 0; second < all; second++) {
      add(second);
    }
    assertThat(timeline.slotsEnd()).isEqualTo(all);
    assertThat(timeline.slotsFrom(all - 2)).hasSize(2);
    assertThat(timeline.slotsFrom(all)).isEmpty();
    assertThat(timeline.slotsFrom(1)).hasSize(Timeline.MOST_SLOTS);
  }

  private void add(int second) {
    Instant time = Instant.ofEpochSecond(second);
    timeline.add(
        new Counts(
            time,
            new Counts.Totals(second, 0, 0, 0, 0, 0),
            Map.of(),
            Map.of(),
            List.of(new Counts.Slot("close", time, time))));
  }
}
