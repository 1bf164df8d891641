package io.dynamopatterns.local.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The items of the processor's table.
 *
 * @param works those that are work
 * @param rejected the reasons of the lines that it rejected, by their number
 */
public record WorkItems(List<JsonNode> works, Map<Long, String> rejected) {
  /** Works have a state; what they rejected has none. */
  public static WorkItems of(Collection<JsonNode> items) {
    List<JsonNode> works = new ArrayList<>();
    Map<Long, String> rejected = new HashMap<>();
    for (JsonNode item : items) {
      if (item.has("state")) {
        works.add(item);
      } else {
        rejected.put(item.path("part").path("N").asLong(), item.path("reason").path("S").asText());
      }
    }
    return new WorkItems(works, rejected);
  }

  /** The reason why a work has failed, if one has. */
  public Optional<String> failure() {
    return works.stream()
        .filter(work -> work.path("state").path("S").asText().equals("FAILED"))
        .map(work -> work.path("lastError").path("S").asText())
        .findFirst();
  }
}
