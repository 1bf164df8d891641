package io.dynamopatterns.sim.pattern.periodic;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.sim.lambda.EventBus.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The oracle: the events that were produced, and the digests that the bus was sent. */
final class PeriodicOracle {
  private final Function<JsonNode, List<String>> pointed;
  private int pointers;

  /**
   * @param pointed reads the ids of the events that a digest points to
   */
  PeriodicOracle(Function<JsonNode, List<String>> pointed) {
    this.pointed = pointed;
  }

  /** How many digests did not fit an event. */
  int pointers() {
    return pointers;
  }

  /**
   * @param produced the ids of all events; each begins with its group
   * @throws AssertionError if an event is not in exactly one digest, or a digest is not counted by
   *     the event that closes its period
   */
  void check(Set<String> produced, List<Event> events) {
    Map<String, JsonNode> different = new HashMap<>();
    for (Event event : events) {
      JsonNode before =
          different.put(event.type() + event.detail().get("id").asText(), event.detail());
      require(
          before == null || before.equals(event.detail()),
          "one id, two events: %s and %s".formatted(before, event));
    }
    List<String> members = new ArrayList<>();
    long digests = 0;
    long closedDigests = 0;
    long closedEvents = 0;
    for (Map.Entry<String, JsonNode> entry : different.entrySet()) {
      JsonNode detail = entry.getValue();
      if (entry.getKey().startsWith("DigestReady")) {
        digests++;
        pointers += detail.has("members") ? 0 : 1;
        List<String> ids =
            detail.has("members")
                ? ids(detail.get("members"))
                : pointed.apply(detail.get("pointer"));
        require(ids.size() == detail.get("count").asInt(), "a wrong count: " + detail + ids);
        require(
            ids.stream().allMatch(id -> id.startsWith(detail.get("group").asText() + "-")),
            "an event of another group: " + detail + ids);
        members.addAll(ids);
      } else {
        closedDigests += detail.get("digests").asLong();
        closedEvents += detail.get("events").asLong();
      }
    }
    Set<String> once = new HashSet<>(members);
    require(once.size() == members.size(), "an event is in two digests: " + events);
    Set<String> missing = new HashSet<>(produced);
    missing.removeAll(once);
    require(missing.isEmpty(), "events are in no digest: " + missing);
    require(once.equals(produced), "a digest has events that were not produced");
    require(
        closedDigests == digests && closedEvents == members.size(),
        "the periods closed with %d digests and %d events, but there are %d and %d"
            .formatted(closedDigests, closedEvents, digests, members.size()));
  }

  private static List<String> ids(JsonNode members) {
    List<String> ids = new ArrayList<>();
    members.forEach(member -> ids.add(member.get("id").asText()));
    return ids;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
