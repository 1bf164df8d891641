package io.dynamopatterns.fanout.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.testkit.EventSchemas;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Messages as consumers read them. */
public final class Messages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "TableChanged";

  private Messages() {}

  /** A message, which must be as the published schema says. */
  public static JsonNode read(String body) {
    EventSchemas.assertValid(TYPE, body);
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By which consumers know a message again. */
  public static String id(String body) {
    return read(body).path("id").asText();
  }

  /** What is wrong with a message, by the published schema. */
  public static Set<?> complaints(String body) {
    return EventSchemas.complaints(TYPE, body);
  }

  /** What a consumer that knows ids makes of messages: the sequence numbers of each item. */
  public static Map<String, List<String>> consumed(List<String> bodies) {
    Set<String> known = new HashSet<>();
    Map<String, List<String>> byPath = new LinkedHashMap<>();
    for (String body : bodies) {
      JsonNode message = read(body);
      if (known.add(message.path("id").asText())) {
        byPath
            .computeIfAbsent(message.at("/keys/path/S").asText(), path -> new ArrayList<>())
            .add(message.path("sequenceNumber").asText());
      }
    }
    return byPath;
  }

  /** What a consumer should make of changes. */
  public static Map<String, List<String>> expected(List<SourceTable.Change> changes) {
    Map<String, List<String>> byPath = new LinkedHashMap<>();
    changes.forEach(
        change ->
            byPath
                .computeIfAbsent(change.path(), path -> new ArrayList<>())
                .add(change.sequence()));
    return byPath;
  }
}
