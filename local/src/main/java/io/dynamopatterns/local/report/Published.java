package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamopatterns.emulator.events.EventJournal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The events of one source, by type; one that was published again, under its id, counts once. */
final class Published {
  private final Map<String, Map<String, JsonNode>> byType = new HashMap<>();

  private Published() {}

  static Published of(EventJournal journal, String source) {
    Published published = new Published();
    journal.read(
        event -> {
          if (event.path("source").asText().equals(source)) {
            published.add(event.path("detail-type").asText(), event.path("detail"));
          }
        });
    return published;
  }

  private void add(String type, JsonNode detail) {
    byType
        .computeIfAbsent(type, any -> new HashMap<>())
        .putIfAbsent(detail.path("id").asText(), detail);
  }

  /** The details of the events of a type. */
  Collection<JsonNode> of(String type) {
    return byType.getOrDefault(type, Map.of()).values();
  }

  /** A number of the details of a type, added up. */
  long sum(String type, String number) {
    return of(type).stream().mapToLong(detail -> detail.path(number).asLong()).sum();
  }
}
