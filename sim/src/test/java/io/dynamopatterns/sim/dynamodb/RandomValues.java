package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;

/** Keys, items and values of few different ones, so that requests meet the same items. */
final class RandomValues {
  /** The attributes of items, by the type that they have most of the time. */
  static final List<String> ATTRIBUTES =
      List.of("xn", "xs", "xl", "xm", "xss", "xns", "xb", "gp", "gs");

  private static final List<String> TEXTS = List.of("", "a", "ab", "abc", "b", "bb", "ä", "z");
  private static final List<String> NUMBERS =
      List.of("0", "1", "2", "3", "-1", "1.50", "10", "1e2", "0.001", "-7.25");

  private final RandomGenerator random;
  private boolean soundKeys;

  RandomValues(RandomGenerator random) {
    this.random = random;
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Whether all keys from now on are those of the table. */
  void soundKeys(boolean now) {
    soundKeys = now;
  }

  ObjectNode key(TestTable table) {
    ObjectNode key = object();
    key.set("pk", text("p" + random.nextInt(4)));
    if (table.hasSort()) {
      key.set("sk", !soundKeys && once(60) ? number() : table.sort(random.nextInt(6)));
    }
    if (!soundKeys && once(80)) {
      key.set("other", text("x"));
    }
    if (!soundKeys && once(80)) {
      key.set("pk", text(""));
    }
    return key;
  }

  ObjectNode item(TestTable table) {
    ObjectNode item = key(table);
    for (String attribute : ATTRIBUTES) {
      if (once(2)) {
        item.set(attribute, of(attribute));
      }
    }
    if (once(25)) {
      item.set("large", text("x".repeat(random.nextInt(9_000))));
    }
    return item;
  }

  /** A value for an attribute, seldom one of another type than usual. */
  ObjectNode of(String attribute) {
    // DynamoDB Local lets updates give an index key another type.
    boolean another = !attribute.startsWith("g") && once(12);
    return switch (another ? any(ATTRIBUTES) : attribute) {
      case "xn" -> number();
      case "xs" -> text(any(TEXTS));
      case "xl" -> list(1);
      case "xm" -> map(1);
      case "xss" -> set("SS", TEXTS.subList(1, TEXTS.size()));
      case "xns" -> set("NS", List.of("1", "2", "3", "10"));
      case "xb" -> object().put("B", any(List.of("AA==", "AQI=", "/w==", "AQID")));
      case "gp" -> text("g" + random.nextInt(3));
      default -> number();
    };
  }

  static ObjectNode text(String text) {
    return object().put("S", text);
  }

  ObjectNode number() {
    return object().put("N", any(NUMBERS));
  }

  private ObjectNode scalar() {
    return switch (random.nextInt(4)) {
      case 0 -> object().put("BOOL", random.nextBoolean());
      case 1 -> object().put("NULL", true);
      case 2 -> number();
      default -> text(any(TEXTS));
    };
  }

  private ObjectNode value(int depth) {
    if (depth < 3 && once(4)) {
      return once(2) ? list(depth + 1) : map(depth + 1);
    }
    return scalar();
  }

  private ObjectNode list(int depth) {
    ObjectNode list = object();
    ArrayNode elements = list.putArray("L");
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(value(depth));
    }
    return list;
  }

  private ObjectNode map(int depth) {
    ObjectNode map = object();
    ObjectNode entries = map.putObject("M");
    for (String name : List.of("x", "y", "z")) {
      if (once(2)) {
        entries.set(name, value(depth));
      }
    }
    return map;
  }

  private ObjectNode set(String type, List<String> elements) {
    ObjectNode set = object();
    ArrayNode chosen = set.putArray(type);
    elements.stream().filter(element -> once(2)).forEach(chosen::add);
    if (chosen.isEmpty()) {
      chosen.add(elements.getFirst());
    }
    return set;
  }
}
