package io.dynamopatterns.emulator.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Plain JSON with DynamoDB's types: text is S, a number N, an object M, an array L. */
public final class TypedJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private TypedJson() {}

  /** An object's members as the attributes of an item. */
  public static ObjectNode item(JsonNode object) {
    ObjectNode item = NODES.objectNode();
    object.properties().forEach(member -> item.set(member.getKey(), typed(member.getValue())));
    return item;
  }

  private static ObjectNode typed(JsonNode value) {
    ObjectNode typed = NODES.objectNode();
    return switch (value.getNodeType()) {
      case STRING -> typed.put("S", value.textValue());
      case NUMBER -> typed.put("N", value.asText());
      case BOOLEAN -> typed.put("BOOL", value.booleanValue());
      case ARRAY -> {
        ArrayNode list = typed.putArray("L");
        value.forEach(element -> list.add(typed(element)));
        yield typed;
      }
      case OBJECT -> typed.set("M", item(value));
      default -> typed.put("NULL", true);
    };
  }
}
