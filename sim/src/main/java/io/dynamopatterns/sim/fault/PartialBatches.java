package io.dynamopatterns.sim.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.Service;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Batches of which the service does a part. The first entry is always done, as the service refuses
 * a batch of which it can do nothing.
 */
final class PartialBatches {
  private static final Set<String> BATCHES =
      Set.of(
          "BatchWriteItem",
          "BatchGetItem",
          "BatchExecuteStatement",
          "PutEvents",
          "SendMessageBatch");

  private static final int OK = 200;

  private final Service service;
  private final RandomGenerator random;

  PartialBatches(Service service, RandomGenerator random) {
    this.service = service;
    this.random = random;
  }

  boolean splits(String operation) {
    return BATCHES.contains(operation);
  }

  WireAnswer answer(String operation, JsonNode request) {
    return switch (operation) {
      case "BatchWriteItem" -> write(request);
      case "BatchGetItem" -> get(request);
      case "PutEvents" -> events(request);
      case "SendMessageBatch" -> messages(request);
      default -> statements(request);
    };
  }

  private WireAnswer write(JsonNode request) {
    ObjectNode done = request.deepCopy();
    ObjectNode rest = done.objectNode();
    boolean first = true;
    for (Map.Entry<String, JsonNode> table : request.get("RequestItems").properties()) {
      ArrayNode kept = done.withObject("/RequestItems").putArray(table.getKey());
      for (JsonNode entry : table.getValue()) {
        boolean now = first || random.nextBoolean();
        (now ? kept : rest.withArray("/" + table.getKey())).add(entry);
        first = false;
      }
    }
    WireAnswer answer = service.answer("BatchWriteItem", done);
    if (answer.isSuccess()) {
      answer.body().set("UnprocessedItems", rest);
    }
    return answer;
  }

  private WireAnswer get(JsonNode request) {
    ObjectNode done = request.deepCopy();
    ObjectNode rest = done.objectNode();
    boolean first = true;
    for (Map.Entry<String, JsonNode> table : request.get("RequestItems").properties()) {
      ArrayNode kept = ((ObjectNode) done.get("RequestItems").get(table.getKey())).putArray("Keys");
      ObjectNode left = table.getValue().deepCopy();
      ArrayNode leftKeys = left.putArray("Keys");
      for (JsonNode key : table.getValue().get("Keys")) {
        (first || random.nextBoolean() ? kept : leftKeys).add(key);
        first = false;
      }
      if (!leftKeys.isEmpty()) {
        rest.set(table.getKey(), left);
      }
    }
    WireAnswer answer = service.answer("BatchGetItem", done);
    if (answer.isSuccess()) {
      answer.body().set("UnprocessedKeys", rest);
    }
    return answer;
  }

  private WireAnswer statements(JsonNode request) {
    boolean[] throttled = new boolean[request.get("Statements").size()];
    for (int i = 1; i < throttled.length; i++) {
      throttled[i] = random.nextBoolean();
    }
    return statements(request, throttled);
  }

  /** Executes statements, but for those that are throttled, each for itself. */
  WireAnswer statements(JsonNode request, boolean[] throttled) {
    ObjectNode done = request.deepCopy();
    ArrayNode kept = done.putArray("Statements");
    for (int i = 0; i < throttled.length; i++) {
      if (!throttled[i]) {
        kept.add(request.get("Statements").get(i));
      }
    }
    WireAnswer answer =
        kept.isEmpty()
            ? new WireAnswer(OK, done.objectNode().set("Responses", done.arrayNode()))
            : service.answer("BatchExecuteStatement", done);
    if (answer.isSuccess()) {
      Iterator<JsonNode> answered = answer.body().get("Responses").deepCopy().iterator();
      ArrayNode responses = answer.body().putArray("Responses");
      for (boolean one : throttled) {
        if (one) {
          responses
              .addObject()
              .putObject("Error")
              .put("Code", "ThrottlingError")
              .put("Message", "simulated: statement throttled");
        } else {
          responses.add(answered.next());
        }
      }
    }
    return answer;
  }

  private WireAnswer events(JsonNode request) {
    ObjectNode done = request.deepCopy();
    ArrayNode kept = done.putArray("Entries");
    boolean[] failed = new boolean[request.get("Entries").size()];
    int failures = 0;
    for (int i = 0; i < failed.length; i++) {
      failed[i] = random.nextBoolean();
      failures += failed[i] ? 1 : 0;
      if (!failed[i]) {
        kept.add(request.get("Entries").get(i));
      }
    }
    WireAnswer answer = service.answer("PutEvents", done);
    Iterator<JsonNode> answered = answer.body().get("Entries").deepCopy().iterator();
    ArrayNode entries = answer.body().putArray("Entries");
    for (boolean one : failed) {
      if (one) {
        entries
            .addObject()
            .put("ErrorCode", "ThrottlingException")
            .put("ErrorMessage", "simulated: entry throttled");
      } else {
        entries.add(answered.next());
      }
    }
    answer.body().put("FailedEntryCount", failures);
    return answer;
  }

  private WireAnswer messages(JsonNode request) {
    ObjectNode done = request.deepCopy();
    ArrayNode kept = done.putArray("Entries");
    ArrayNode failed = done.arrayNode();
    for (JsonNode entry : request.get("Entries")) {
      if (random.nextBoolean()) {
        kept.add(entry);
      } else {
        failed
            .addObject()
            .put("Id", entry.get("Id").asText())
            .put("Code", "ServiceUnavailable")
            .put("SenderFault", false);
      }
    }
    WireAnswer answer = service.answer("SendMessageBatch", done);
    answer.body().set("Failed", failed);
    return answer;
  }
}
