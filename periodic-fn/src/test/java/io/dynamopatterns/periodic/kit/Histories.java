package io.dynamopatterns.periodic.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.testkit.TestBus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** What must hold of everything that was ever collected, once all is closed. */
public final class Histories {
  private Histories() {}

  /** Every event is in exactly one digest, that of its group and period, and the counts add up. */
  public static void assertExactlyOnce(Fleet fleet, List<Event> events) {
    assertThat(fleet.members())
        .containsExactlyInAnyOrderElementsOf(events.stream().map(Event::id).distinct().toList());
    Map<String, Event> byId =
        events.stream().collect(Collectors.toMap(Event::id, event -> event, (a, b) -> a));
    for (JsonNode digest : fleet.digests()) {
      List<String> members = fleet.members(digest);
      assertThat(digest.get("count").asInt()).isEqualTo(members.size());
      assertThat(members.stream().map(id -> byId.get(id).time()).toList()).isSorted();
      for (String member : members) {
        Event event = byId.get(member);
        assertThat(digest.get("group").asText()).isEqualTo(event.group());
        assertThat(event.time().toString().substring(0, 13))
            .isEqualTo(digest.get("period").asText().substring(0, 13));
      }
    }
    assertSameContentWheneverPublished(fleet);
    assertCountsAddUp(fleet);
  }

  /** A reader that takes the first of several with one id, or the last, has the same. */
  public static void assertSameContentWheneverPublished(Fleet fleet) {
    Map<String, JsonNode> first = new TreeMap<>();
    for (PutEventsRequestEntry event : fleet.bus().published()) {
      JsonNode detail = TestBus.parse(event.detail());
      JsonNode known = first.putIfAbsent(detail.get("id").asText(), detail);
      if (known != null) {
        assertThat(detail).isEqualTo(known);
      }
    }
  }

  private static void assertCountsAddUp(Fleet fleet) {
    Map<String, long[]> digests = new TreeMap<>();
    for (JsonNode digest : fleet.digests()) {
      long[] sums = digests.computeIfAbsent(bucket(digest), any -> new long[2]);
      sums[0] += digest.get("count").asLong();
      sums[1]++;
    }
    for (JsonNode closed : fleet.closed()) {
      long[] sums = digests.getOrDefault(bucket(closed), new long[2]);
      assertThat(closed.get("events").asLong()).isEqualTo(sums[0]);
      assertThat(closed.get("digests").asLong()).isEqualTo(sums[1]);
    }
    assertThat(fleet.closed().stream().map(Histories::bucket)).containsAll(digests.keySet());
  }

  private static String bucket(JsonNode event) {
    return event.get("period").asText() + "/" + event.get("generation").asInt();
  }
}
