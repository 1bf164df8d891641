package io.dynamopatterns.local.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The events of a playback, one after the other. */
final class PlayedBack {
  private final Set<String> ids = new HashSet<>();
  private long count;
  private boolean ordered = true;
  private Optional<String> first = Optional.empty();
  private Optional<String> last = Optional.empty();

  /** Times are texts of one width, so they sort as times do. */
  void add(JsonNode event) {
    String time = event.path("time").asText();
    count++;
    ids.add(event.path("id").asText());
    ordered &= last.isEmpty() || last.get().compareTo(time) <= 0;
    first = first.or(() -> Optional.of(time));
    last = Optional.of(time);
  }

  long count() {
    return count;
  }

  long distinct() {
    return ids.size();
  }

  boolean isOrdered() {
    return ordered;
  }

  Optional<String> first() {
    return first;
  }

  Optional<String> last() {
    return last;
  }
}
