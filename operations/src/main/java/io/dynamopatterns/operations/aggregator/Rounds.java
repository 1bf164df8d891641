package io.dynamopatterns.operations.aggregator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.Json;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rounds of groups, as requests name them and people read them. */
final class Rounds {
  static final String GROUP = "The group.";
  static final String ROUND = "Which round. Default: the newest.";

  private Rounds() {}

  static ObjectNode request(String operation, String group, Optional<Integer> round) {
    ObjectNode request = Json.object().put("operation", operation).put("group", group);
    round.ifPresent(number -> request.put("round", number));
    return request;
  }

  /** How many events came from where. */
  static String sources(JsonNode round) {
    return round.path("sources").properties().stream()
        .map(source -> source.getKey() + " " + source.getValue().asText())
        .collect(Collectors.joining(", "));
  }
}
