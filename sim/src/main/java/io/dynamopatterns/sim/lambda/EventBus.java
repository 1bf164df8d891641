package io.dynamopatterns.sim.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.run.World;
import java.util.ArrayList;
import java.util.List;

/** EventBridge: it takes events and keeps them. */
public final class EventBus {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Event> events = new ArrayList<>();

  /** An event that was put. */
  public record Event(String type, JsonNode detail) {}

  public EventBus(World world) {
    world.serve("PutEvents", (operation, request) -> put(request));
  }

  private WireAnswer put(JsonNode request) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode entries = answer.putArray("Entries");
    for (JsonNode entry : request.get("Entries")) {
      try {
        events.add(
            new Event(
                entry.get("DetailType").asText(), JSON.readTree(entry.get("Detail").asText())));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the detail of an event is not JSON", e);
      }
      entries.addObject().put("EventId", "event-" + events.size());
    }
    answer.put("FailedEntryCount", 0);
    return new WireAnswer(200, answer);
  }

  /** All events so far, duplicates too. */
  public List<Event> events() {
    return events;
  }

  /** Forgets them. */
  public void forget() {
    events.clear();
  }
}
