package io.dynamopatterns.sim.pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.SourceRecord;
import io.dynamopatterns.sim.lambda.SimulatedKinesis;
import io.dynamopatterns.sim.lambda.StreamMapping;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What producers have put into a stream and its reader has not lost.
 *
 * @param ids those of the different events, by group
 * @param poisoned how many records are not events
 */
public record Produced(Map<String, Set<String>> ids, int poisoned) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a mapping was given. */
  public static Produced of(StreamMapping<?> mapping) {
    Map<String, Set<String>> ids = new TreeMap<>();
    int poisoned = 0;
    for (SourceRecord record : mapping.kept()) {
      try {
        JsonNode event = JSON.readTree(SimulatedKinesis.data(record));
        ids.computeIfAbsent(event.get("group").asText(), any -> new TreeSet<>())
            .add(event.get("id").asText());
      } catch (JsonProcessingException e) {
        poisoned++;
      }
    }
    return new Produced(ids, poisoned);
  }
}
