package io.dynamopatterns.sim.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import io.dynamopatterns.sim.run.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** SQS FIFO queues: they take a message once in five minutes, by its deduplication id. */
public final class FifoQueues {
  private static final Duration DEDUPLICATION = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final World world;
  private final Map<String, List<Message>> queues = new HashMap<>();
  private final Map<String, Instant> taken = new HashMap<>();

  /** A message in a queue. */
  public record Message(String group, String deduplicationId, JsonNode body) {}

  public FifoQueues(World world) {
    this.world = world;
    world.serve("SendMessageBatch", (operation, request) -> send(request));
  }

  /** The messages of a queue, in their order. */
  public List<Message> messages(String url) {
    return queues.getOrDefault(url, List.of());
  }

  private WireAnswer send(JsonNode request) {
    String url = request.get("QueueUrl").asText();
    Instant now = world.clock().instant();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode successful = answer.putArray("Successful");
    for (JsonNode entry : request.get("Entries")) {
      String id = entry.get("MessageDeduplicationId").asText();
      Instant before = taken.put(url + " " + id, now);
      if (before == null || before.plus(DEDUPLICATION).isBefore(now)) {
        queues
            .computeIfAbsent(url, any -> new ArrayList<>())
            .add(new Message(entry.get("MessageGroupId").asText(), id, body(entry)));
      } else {
        taken.put(url + " " + id, before);
      }
      successful
          .addObject()
          .put("Id", entry.get("Id").asText())
          .put("MessageId", id)
          .put("MD5OfMessageBody", "");
    }
    answer.putArray("Failed");
    return new WireAnswer(200, answer);
  }

  private static JsonNode body(JsonNode entry) {
    try {
      return JSON.readTree(entry.get("MessageBody").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message is not JSON", e);
    }
  }
}
