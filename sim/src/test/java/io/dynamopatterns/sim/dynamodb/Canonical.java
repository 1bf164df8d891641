package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Answers in one form, so that equal ones can be compared as text. */
final class Canonical {
  private static final Set<String> SETS = Set.of("SS", "NS", "BS");

  private Canonical() {}

  /**
   * The same JSON: members in order, sets in order, numbers without trailing zeros, no messages.
   */
  static JsonNode of(JsonNode json) {
    if (json instanceof ArrayNode array) {
      ArrayNode elements = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> elements.add(of(element)));
      return elements;
    }
    if (!(json instanceof ObjectNode)) {
      return json;
    }
    TreeMap<String, JsonNode> members = new TreeMap<>();
    json.properties().forEach(entry -> members.put(entry.getKey(), entry.getValue()));
    members.remove("Message");
    if (members.containsKey("Error")) {
      // DynamoDB Local names the table with some errors only.
      members.remove("TableName");
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    members.forEach((name, value) -> object.set(name, member(name, value)));
    return object;
  }

  private static JsonNode member(String name, JsonNode value) {
    if (name.equals("N") && value.isTextual()) {
      return number(value);
    }
    if (SETS.contains(name) && value instanceof ArrayNode array) {
      ArrayNode elements = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> elements.add(name.equals("NS") ? number(element) : element));
      sort(elements);
      return elements;
    }
    return of(value);
  }

  private static JsonNode number(JsonNode text) {
    BigDecimal number = new BigDecimal(text.asText());
    return JsonNodeFactory.instance.textNode(number.stripTrailingZeros().toPlainString());
  }

  /** Sorts the elements of a list, which has no order. */
  static void sort(JsonNode list) {
    if (list instanceof ArrayNode array) {
      List<JsonNode> elements = new ArrayList<>();
      array.forEach(elements::add);
      elements.sort(Comparator.comparing(JsonNode::toString));
      array.removeAll();
      array.addAll(elements);
    }
  }

  /** Sorts those items that follow each other with the same value of an attribute. */
  static void sortEqual(JsonNode items, String attribute) {
    if (items instanceof ArrayNode array) {
      List<JsonNode> elements = new ArrayList<>();
      array.forEach(elements::add);
      int from = 0;
      for (int to = 1; to <= elements.size(); to++) {
        if (to == elements.size()
            || !elements.get(to).path(attribute).equals(elements.get(from).path(attribute))) {
          elements.subList(from, to).sort(Comparator.comparing(JsonNode::toString));
          from = to;
        }
      }
      array.removeAll();
      array.addAll(elements);
    }
  }
}
