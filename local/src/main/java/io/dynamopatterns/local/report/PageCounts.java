package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pages of the table beside a count of the accepted lines made without any function. */
record PageCounts(Map<String, Long> counted, Map<String, Long> accepted) {
  static PageCounts of(Collection<JsonNode> items, String hashKey, Map<String, Long> accepted) {
    Map<String, Long> counted = new TreeMap<>();
    items.forEach(
        item ->
            counted.put(
                item.path(hashKey).path("S").asText(), item.path("hits").path("N").asLong()));
    return new PageCounts(counted, accepted);
  }

  long hits() {
    return counted.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A line for each page whose hits are not its lines. */
  List<String> differences() {
    Map<String, Long> pages = new TreeMap<>(accepted);
    counted.keySet().forEach(page -> pages.putIfAbsent(page, 0L));
    List<String> differences = new ArrayList<>();
    pages.forEach(
        (page, lines) -> {
          long hits = counted.getOrDefault(page, 0L);
          if (hits != lines) {
            differences.add("page %s has %d hits of %d lines".formatted(page, hits, lines));
          }
        });
    return differences;
  }
}
