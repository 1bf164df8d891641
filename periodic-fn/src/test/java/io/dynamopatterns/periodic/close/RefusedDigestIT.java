package io.dynamopatterns.periodic.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.periodic.kit.Event;
import io.dynamopatterns.periodic.kit.Fleet;
import io.dynamopatterns.periodic.kit.Histories;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A bus that refuses a digest for its content refuses it whenever it is sent again. */
class RefusedDigestIT {
  private static final String SLOT = "2026-11-20T11:00:00Z";

  private final Fleet fleet = new Fleet();
  private final List<Event> events =
      List.of(
          Event.of("ada", "e1", "2026-11-20T10:10:00Z"),
          Event.of("bob", "e2", "2026-11-20T10:20:00Z"),
          Event.of("cyd", "e3", "2026-11-20T10:30:00Z"));

  @Test
  void aDigestWhoseContentTheBusRefusesIsPublishedAsAPointerAndThePeriodIsClosed() {
    fleet.bus().answer(detail -> malformed(isOf(detail, "bob") && detail.has("members")));
    fleet.collect(events);

    assertThat(fleet.close(SLOT)).containsEntry("closed", 1).containsEntry("digests", 3L);

    fleet.assertValidEvents();
    Histories.assertExactlyOnce(fleet, events);
    assertThat(digest("bob").has("pointer")).isTrue();
    assertThat(digest("ada").has("members")).isTrue();
    fleet.collect(List.of(Event.of("ada", "late", "2026-11-20T10:40:00Z")));
    fleet.settle();
    assertThat(fleet.members()).as("late events are digested").contains("late");
  }

  /** The group itself may be what the bus refuses. */
  @Test
  void aDigestThatIsRefusedAlsoAsAPointerIsKeptAsRejectedAndKeepsNothingOpen() {
    fleet.bus().answer(detail -> malformed(isOf(detail, "bob")));
    fleet.collect(events);

    assertThat(fleet.close(SLOT)).containsEntry("closed", 1).containsEntry("digests", 2L);

    fleet.assertValidEvents();
    JsonNode closed = fleet.closed().getFirst();
    assertThat(closed.get("digests").asInt()).isEqualTo(2);
    assertThat(closed.get("events").asInt()).isEqualTo(2);
    assertThat(closed.get("refusedDigests").asInt()).isEqualTo(1);
    Map<String, Object> kept =
        fleet
            .readAll(
                "rejected",
                10,
                Map.of("operation", "rejected", "from", SLOT, "to", "2026-11-20T12:00:00Z"))
            .getFirst();
    assertThat((String) kept.get("reason")).contains("refuses this digest", "MalformedDetail");
    assertThat((String) kept.get("shard")).isEqualTo("2026-11-20T10:00Z/00000");
    assertThat((String) kept.get("payload")).contains("\"group\":\"bob\"", "\"pointer\"");
    fleet.collect(List.of(Event.of("ada", "late", "2026-11-20T10:40:00Z")));
    fleet.settle();
    assertThat(fleet.members()).containsExactlyInAnyOrder("e1", "e3", "late");
  }

  /** A wrong permission passes when it is repaired: nothing is given up for it. */
  @Test
  void periodClosedIsNotPublishedBeforeAllDigestsAreOnTheBus() {
    fleet
        .bus()
        .answer(
            detail ->
                isOf(detail, "bob")
                    ? Optional.of("NotAuthorizedForSourceException")
                    : Optional.empty());
    fleet.collect(events);

    assertThatIllegalStateException().isThrownBy(() -> fleet.close(SLOT));
    assertThat(fleet.closed()).isEmpty();

    fleet.bus().answer(detail -> Optional.empty());
    assertThat(fleet.close(SLOT)).containsEntry("closed", 1).containsEntry("digests", 3L);
    Histories.assertExactlyOnce(fleet, events);
  }

  @Test
  void pagesBeforeTheLastOneKeepCountOfWhatWasRefused() {
    fleet.pageEvents(2).bus().answer(detail -> malformed(isOf(detail, "ada")));
    fleet.collect(events);

    fleet.close(SLOT);

    JsonNode closed = fleet.closed().getFirst();
    assertThat(closed.get("digests").asInt()).isEqualTo(2);
    assertThat(closed.get("refusedDigests").asInt()).isEqualTo(1);
  }

  private JsonNode digest(String group) {
    return fleet.digests().stream().filter(detail -> isOf(detail, group)).findFirst().orElseThrow();
  }

  private static boolean isOf(JsonNode detail, String group) {
    return detail.path("group").asText().equals(group);
  }

  private static Optional<String> malformed(boolean refused) {
    return refused ? Optional.of("MalformedDetail") : Optional.empty();
  }
}
