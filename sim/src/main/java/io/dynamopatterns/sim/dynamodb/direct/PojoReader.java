package io.dynamopatterns.sim.dynamodb.direct;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.utils.builder.Buildable;

/** Answers as the SDK would read their JSON. */
final class PojoReader {
  private PojoReader() {}

  /**
   * @param builder of the class that the JSON is for
   */
  static Object read(JsonNode json, SdkPojo builder) {
    for (SdkField<?> field : builder.sdkFields()) {
      JsonNode value = json.get(field.locationName());
      if (value != null && !value.isNull()) {
        field.set(builder, value(value, field));
      }
    }
    return ((Buildable) builder).build();
  }

  private static Object value(JsonNode json, SdkField<?> field) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.STRING) {
      return json.asText();
    }
    if (type == MarshallingType.SDK_POJO) {
      SdkPojo builder = field.constructor().get();
      return builder instanceof AttributeValue.Builder ? attribute(json) : read(json, builder);
    }
    if (type == MarshallingType.MAP) {
      return map(json, field.getTrait(MapTrait.class).valueFieldInfo());
    }
    if (type == MarshallingType.LIST) {
      return list(json, field.getTrait(ListTrait.class).memberFieldInfo());
    }
    if (type == MarshallingType.BOOLEAN) {
      return json.asBoolean();
    }
    if (type == MarshallingType.INTEGER) {
      return json.asInt();
    }
    if (type == MarshallingType.LONG) {
      return json.asLong();
    }
    if (type == MarshallingType.DOUBLE) {
      return json.asDouble();
    }
    if (type == MarshallingType.SDK_BYTES) {
      return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(json.asText()));
    }
    if (type == MarshallingType.INSTANT) {
      return Instant.ofEpochMilli(Math.round(json.asDouble() * 1000));
    }
    throw new IllegalArgumentException("no value for a %s of %s".formatted(type, field));
  }

  /** Most of what is read; so without a look at all of the fields that it may have. */
  private static AttributeValue attribute(JsonNode json) {
    Map.Entry<String, JsonNode> only = json.properties().iterator().next();
    JsonNode value = only.getValue();
    return switch (only.getKey()) {
      case "S" -> AttributeValue.fromS(value.asText());
      case "N" -> AttributeValue.fromN(value.asText());
      case "M" -> AttributeValue.fromM(attributes(value));
      case "L" -> {
        List<AttributeValue> elements = new ArrayList<>(value.size());
        value.forEach(element -> elements.add(attribute(element)));
        yield AttributeValue.fromL(elements);
      }
      default -> (AttributeValue) read(json, (SdkPojo) AttributeValue.builder());
    };
  }

  private static Map<String, AttributeValue> attributes(JsonNode json) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    json.properties().forEach(entry -> attributes.put(entry.getKey(), attribute(entry.getValue())));
    return attributes;
  }

  private static Map<String, Object> map(JsonNode json, SdkField<?> member) {
    Map<String, Object> map = new LinkedHashMap<>();
    json.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue(), member)));
    return map;
  }

  private static List<Object> list(JsonNode json, SdkField<?> member) {
    List<Object> list = new ArrayList<>(json.size());
    json.forEach(element -> list.add(value(element, member)));
    return list;
  }
}
