package io.dynamopatterns.sim.dynamodb.value;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sizes as DynamoDB counts them: names and values, in bytes. */
public final class Sizes {
  private static final int CONTAINER = 3;

  private Sizes() {}

  public static int of(Map<String, Attribute> item) {
    int size = 0;
    for (Map.Entry<String, Attribute> attribute : item.entrySet()) {
      size += utf8(attribute.getKey()) + of(attribute.getValue());
    }
    return size;
  }

  public static int of(Attribute value) {
    return switch (value) {
      case Attribute.S string -> utf8(string.value());
      case Attribute.N number -> number(number);
      case Attribute.B binary -> binary.value().remaining();
      case Attribute.Bool bool -> 1;
      case Attribute.Null none -> 1;
      case Attribute.L list ->
          CONTAINER + list.elements().stream().mapToInt(element -> 1 + of(element)).sum();
      case Attribute.M map -> CONTAINER + map.entries().size() + of(map.entries());
      case Attribute.Elements set -> set.elements().stream().mapToInt(Sizes::of).sum();
    };
  }

  /** A byte for two digits, one for the exponent and one for a sign. */
  private static int number(Attribute.N number) {
    return Math.ceilDiv(number.value().precision(), 2) + 1 + (number.value().signum() < 0 ? 1 : 0);
  }

  private static int utf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return text.length();
  }
}
