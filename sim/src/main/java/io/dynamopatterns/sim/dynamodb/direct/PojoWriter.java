package io.dynamopatterns.sim.dynamodb.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Requests as the JSON that the SDK would send. */
final class PojoWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PojoWriter() {}

  static ObjectNode write(SdkPojo pojo) {
    ObjectNode json = NODES.objectNode();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (value != null && !isDefault(value)) {
        json.set(field.locationName(), value(value));
      }
    }
    return json;
  }

  /** What a request that does not set a list or a map has in its place. */
  private static boolean isDefault(Object value) {
    return value instanceof SdkAutoConstructList<?> || value instanceof SdkAutoConstructMap<?, ?>;
  }

  private static JsonNode value(Object value) {
    return switch (value) {
      case String text -> NODES.textNode(text);
      case AttributeValue attribute -> attribute(attribute);
      case SdkPojo pojo -> write(pojo);
      case SdkBytes bytes ->
          NODES.textNode(Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()));
      case Boolean truth -> NODES.booleanNode(truth);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case Instant time -> NODES.numberNode(time.toEpochMilli() / 1000.0);
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      default -> throw new IllegalArgumentException("no JSON for a " + value.getClass());
    };
  }

  /** Most of what is sent; so without a look at all of the fields that it may have. */
  private static JsonNode attribute(AttributeValue attribute) {
    return switch (attribute.type()) {
      case S -> NODES.objectNode().put("S", attribute.s());
      case N -> NODES.objectNode().put("N", attribute.n());
      case M -> NODES.objectNode().set("M", map(attribute.m()));
      case L -> NODES.objectNode().set("L", list(attribute.l()));
      default -> write(attribute);
    };
  }

  private static ArrayNode list(List<?> list) {
    ArrayNode json = NODES.arrayNode(list.size());
    list.forEach(element -> json.add(value(element)));
    return json;
  }

  private static ObjectNode map(Map<?, ?> map) {
    ObjectNode json = NODES.objectNode();
    map.forEach((key, value) -> json.set((String) key, value(value)));
    return json;
  }
}
