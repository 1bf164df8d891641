package io.dynamopatterns.emulator.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The size of an item as DynamoDB bills it: names and values, in bytes. */
final class DynamoDbItemSize {
  private static final int CONTAINER = 3;
  private static final int BYTES_PER_UNIT = 1024;

  private DynamoDbItemSize() {}

  /** Write request units of an item of this size. */
  static double writeUnits(long bytes) {
    return Math.max(1, Math.ceilDiv(bytes, BYTES_PER_UNIT));
  }

  /** Of an item in DynamoDB's type-tagged JSON. */
  static long of(JsonNode item) {
    long size = 0;
    for (Map.Entry<String, JsonNode> attribute : item.properties()) {
      size += utf8(attribute.getKey()) + value(attribute.getValue());
    }
    return size;
  }

  static long value(JsonNode typed) {
    Map.Entry<String, JsonNode> entry = typed.properties().iterator().next();
    JsonNode value = entry.getValue();
    return switch (entry.getKey()) {
      case "S" -> utf8(value.asText());
      case "N" -> number(value.asText());
      case "B" -> base64(value.asText());
      case "BOOL", "NULL" -> 1;
      case "SS" -> sum(value, DynamoDbItemSize::utf8);
      case "NS" -> sum(value, DynamoDbItemSize::number);
      case "BS" -> sum(value, DynamoDbItemSize::base64);
      case "L" -> {
        long size = CONTAINER;
        for (JsonNode element : value) {
          size += 1 + value(element);
        }
        yield size;
      }
      case "M" -> CONTAINER + value.size() + of(value);
      default -> throw new IllegalArgumentException("Not a DynamoDB type: " + entry.getKey());
    };
  }

  private static long sum(JsonNode set, ToLongFunction<String> size) {
    long sum = 0;
    for (JsonNode element : set) {
      sum += size.applyAsLong(element.asText());
    }
    return sum;
  }

  static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** About a byte for two significant digits, one for the exponent and one for a sign. */
  private static long number(String text) {
    long digits = text.chars().filter(Character::isDigit).count();
    return digits / 2 + 1 + (text.startsWith("-") ? 1 : 0);
  }

  private static long base64(String text) {
    int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    return text.length() / 4L * 3 - padding;
  }
}
