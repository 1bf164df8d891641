package io.dynamopatterns.common.versioned;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What DynamoDB does with the requests of this package, in memory: conditions, items returned by
 * failed conditions, transactions with their request tokens. It counts for each operation how often
 * a write of it was applied, and checks that no write is based on another item than the stored one.
 */
final class ModelTables {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "com.amazonaws.dynamodb.v20120810#";

  private final String keyAttribute;
  private final Map<String, ObjectNode> items = new HashMap<>();
  private final Map<String, Integer> applied = new HashMap<>();
  private final Set<String> committed = new HashSet<>();
  private final List<String> faults = new ArrayList<>();
  private int foreignItems;

  ModelTables(String keyAttribute) {
    this.keyAttribute = keyAttribute;
  }

  /** An answer as it goes over the wire. */
  record Answer(int status, String body) {
    static Answer error(String type, String members) {
      return new Answer(400, "{\"__type\":\"%s%s\"%s}".formatted(TYPE, type, members));
    }
  }

  /** How often writes of this operation were applied. */
  int applied(String operation) {
    return applied.getOrDefault(operation, 0);
  }

  /** What was stored although it was based on another item. */
  List<String> faults() {
    return faults;
  }

  /** Stores an item of another application, if there is none, with its own version. */
  void putForeign(String key) {
    ObjectNode item = JSON.createObjectNode();
    item.putObject(keyAttribute).put("S", key);
    item.putObject("hits").put("N", "1");
    foreignItems += 100;
    item.putObject("version").put("N", Integer.toString(foreignItems));
    items.putIfAbsent(key, item);
  }

  Answer execute(String operation, String name, String body) {
    ObjectNode request = read(body);
    if (request.findValues("ExpressionAttributeValues").stream().anyMatch(JsonNode::isEmpty)) {
      return Answer.error(
          "ValidationException", ",\"message\":\"ExpressionAttributeValues must not be empty\"");
    }
    return switch (name) {
      case "GetItem" -> new Answer(200, "{%s}".formatted(member("Item", stored(request))));
      case "TransactGetItems" -> transactGet(request);
      case "PutItem", "DeleteItem" -> write(operation, request);
      case "TransactWriteItems" -> transact(operation, request);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Answer write(String operation, ObjectNode request) {
    if (!holds(request)) {
      return Answer.error(
          "ConditionalCheckFailedException",
          ",\"message\":\"The conditional request failed\"" + with("Item", stored(request)));
    }
    apply(request);
    applied.merge(operation, 1, Integer::sum);
    return new Answer(200, "{}");
  }

  private Answer transact(String operation, ObjectNode request) {
    String token = request.get("ClientRequestToken").asText();
    if (committed.contains(token)) {
      return new Answer(200, "{}");
    }
    List<JsonNode> parts = parts(request);
    if (!parts.stream().allMatch(part -> holds(part))) {
      List<String> reasons =
          parts.stream()
              .map(
                  part ->
                      holds(part)
                          ? "{\"Code\":\"None\"}"
                          : "{\"Code\":\"ConditionalCheckFailed\"%s}"
                              .formatted(with("Item", stored(part))))
              .toList();
      return Answer.error(
          "TransactionCanceledException",
          ",\"Message\":\"cancelled\",\"CancellationReasons\":[%s]"
              .formatted(String.join(",", reasons)));
    }
    for (JsonNode action : request.get("TransactItems")) {
      if (!action.has("ConditionCheck")) {
        apply(action.elements().next());
      }
    }
    committed.add(token);
    applied.merge(operation, 1, Integer::sum);
    return new Answer(200, "{}");
  }

  private Answer transactGet(ObjectNode request) {
    List<String> answers =
        parts(request).stream()
            .map(part -> "{%s}".formatted(member("Item", stored(part))))
            .toList();
    return new Answer(200, "{\"Responses\":[%s]}".formatted(String.join(",", answers)));
  }

  private static List<JsonNode> parts(ObjectNode request) {
    List<JsonNode> parts = new ArrayList<>();
    ((ArrayNode) request.get("TransactItems"))
        .forEach(action -> parts.add(action.elements().next()));
    return parts;
  }

  private void apply(JsonNode request) {
    String key = key(request);
    ObjectNode before = items.get(key);
    if (!request.has("Item")) {
      items.remove(key);
      return;
    }
    ObjectNode after = (ObjectNode) request.get("Item");
    if (after.has("hits")) {
      long hits = before == null || !before.has("hits") ? 0 : number(before, "hits");
      if (number(after, "hits") != hits + 1) {
        faults.add("%s: %d hits after %d".formatted(key, number(after, "hits"), hits));
      }
    }
    if (before != null && number(after, "version") <= number(before, "version")) {
      faults.add("%s: version %s after %s".formatted(key, after, before));
    }
    items.put(key, after);
  }

  private ObjectNode stored(JsonNode request) {
    return items.get(key(request));
  }

  private String key(JsonNode request) {
    JsonNode holder = request.has("Item") ? request.get("Item") : request.get("Key");
    return holder.get(keyAttribute).get("S").asText();
  }

  private boolean holds(JsonNode request) {
    if (!request.has("ConditionExpression")) {
      return true;
    }
    return Stream.of(request.get("ConditionExpression").asText().split(" OR "))
        .anyMatch(terms -> Stream.of(terms.split(" AND ")).allMatch(term -> holds(term, request)));
  }

  private boolean holds(String term, JsonNode request) {
    ObjectNode stored = stored(request);
    if (term.startsWith("attribute_")) {
      String alias = term.substring(term.indexOf('(') + 1, term.indexOf(')'));
      boolean exists = stored != null && stored.has(name(request, alias));
      return exists != term.startsWith("attribute_not_exists");
    }
    String[] words = term.split(" ");
    JsonNode value = request.get("ExpressionAttributeValues").get(words[2]);
    JsonNode found = stored == null ? null : stored.get(name(request, words[0]));
    if (found == null) {
      return false;
    }
    if (words[1].equals("=")) {
      return found.equals(value);
    }
    if (!found.has("N")) {
      // Values of different types do not compare.
      return false;
    }
    return switch (words[1]) {
      case "<" -> decimal(found).compareTo(decimal(value)) < 0;
      case "<=" -> decimal(found).compareTo(decimal(value)) <= 0;
      default -> throw new IllegalArgumentException(term);
    };
  }

  private static String name(JsonNode request, String alias) {
    return request.get("ExpressionAttributeNames").get(alias).asText();
  }

  private static BigDecimal decimal(JsonNode value) {
    return new BigDecimal(value.get("N").asText());
  }

  private static long number(JsonNode item, String attribute) {
    return item.path(attribute).has("N") ? decimal(item.get(attribute)).longValue() : 0;
  }

  private static String with(String name, JsonNode value) {
    return value == null ? "" : "," + member(name, value);
  }

  private static String member(String name, JsonNode value) {
    return value == null ? "" : "\"%s\":%s".formatted(name, value);
  }

  private static ObjectNode read(String body) {
    try {
      return (ObjectNode) JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
