package io.dynamopatterns.periodic.close;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.periodic.kit.Event;
import io.dynamopatterns.periodic.kit.Fleet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingIT {
  private final Fleet fleet = new Fleet();

  @Test
  void aPeriodThatIsOverSendsOneDigestForEachGroup() {
    fleet.collect(
        List.of(
            Event.of("ada", "e3", "2026-11-20T10:30:00Z"),
            Event.of("bob", "e2", "2026-11-20T10:20:00Z"),
            Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
            Event.of("ada", "e4", "2026-11-20T11:00:00Z")));

    assertThat(fleet.close("2026-11-20T11:00:00Z"))
        .containsEntry("closed", 1)
        .containsEntry("digests", 2L)
        .containsEntry("events", 3L)
        .containsEntry("lateEvents", 0L)
        .containsEntry("pending", 0);

    assertThat(fleet.members()).containsExactly("e1", "e3", "e2");
    assertThat(fleet.bus().closed()).hasSize(1);
  }
}
