package io.dynamopatterns.sim.dynamodb.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Attribute values in DynamoDB's JSON. */
public final class AttributeJson {
  private AttributeJson() {}

  /** The attributes of an item. */
  public static Map<String, Attribute> readItem(JsonNode json) {
    Map<String, Attribute> item = new LinkedHashMap<>();
    json.properties().forEach(entry -> item.put(entry.getKey(), read(entry.getValue())));
    return Collections.unmodifiableMap(item);
  }

  public static Attribute read(JsonNode typed) {
    if (typed.size() != 1) {
      throw ServiceError.validation(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
              + " supported datatypes");
    }
    Map.Entry<String, JsonNode> only = typed.properties().iterator().next();
    JsonNode value = only.getValue();
    return switch (only.getKey()) {
      case "S" -> new Attribute.S(value.asText());
      case "N" -> Numbers.parse(value.asText());
      case "B" -> binary(value.asText());
      case "BOOL" -> new Attribute.Bool(value.asBoolean());
      case "NULL" -> Attribute.NULL;
      case "L" -> list(value);
      case "M" -> new Attribute.M(readItem(value));
      case "SS", "NS", "BS" -> set(only.getKey(), value);
      default ->
          throw ServiceError.validation(
              "Supplied AttributeValue is empty, must contain exactly one of the supported"
                  + " datatypes");
    };
  }

  private static Attribute binary(String base64) {
    return new Attribute.B(ByteBuffer.wrap(Base64.getDecoder().decode(base64)).asReadOnlyBuffer());
  }

  private static Attribute list(JsonNode values) {
    List<Attribute> elements = new ArrayList<>();
    values.forEach(element -> elements.add(read(element)));
    return new Attribute.L(Collections.unmodifiableList(elements));
  }

  private static Attribute set(String type, JsonNode values) {
    Set<Attribute> elements = new LinkedHashSet<>();
    for (JsonNode element : values) {
      boolean isNew =
          elements.add(
              switch (type) {
                case "SS" -> new Attribute.S(element.asText());
                case "NS" -> Numbers.parse(element.asText());
                default -> binary(element.asText());
              });
      if (!isNew) {
        throw ServiceError.validation("Input collection contains duplicates");
      }
    }
    if (elements.isEmpty()) {
      throw ServiceError.validation("An " + type + " set may not be empty");
    }
    return new Attribute.Elements(type, Collections.unmodifiableSet(elements));
  }

  public static ObjectNode write(Map<String, Attribute> item) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    item.forEach((name, value) -> json.set(name, write(value)));
    return json;
  }

  public static ObjectNode write(Attribute value) {
    ObjectNode typed = JsonNodeFactory.instance.objectNode();
    switch (value) {
      case Attribute.Bool bool -> typed.put("BOOL", bool.value());
      case Attribute.Null none -> typed.put("NULL", true);
      case Attribute.M map -> typed.set("M", write(map.entries()));
      case Attribute.L list -> {
        ArrayNode elements = typed.putArray("L");
        list.elements().forEach(element -> elements.add(write(element)));
      }
      case Attribute.Elements set -> {
        ArrayNode elements = typed.putArray(set.type());
        set.elements().forEach(element -> elements.add(text(element)));
      }
      default -> typed.put(value.type(), text(value));
    }
    return typed;
  }

  private static String text(Attribute scalar) {
    return switch (scalar) {
      case Attribute.S string -> string.value();
      case Attribute.N number -> number.value().toPlainString();
      case Attribute.B binary -> {
        byte[] bytes = new byte[binary.value().remaining()];
        binary.value().duplicate().get(bytes);
        yield Base64.getEncoder().encodeToString(bytes);
      }
      default -> throw new IllegalArgumentException("not a scalar: " + scalar.type());
    };
  }
}
