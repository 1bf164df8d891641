package io.dynamopatterns.common.item;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The key of an item: its partition key and, where the table has one, its sort key.
 *
 * @param attributes one or two attributes by name
 */
public record Key(Map<String, AttributeValue> attributes) {
  public Key {
    if (attributes.isEmpty() || attributes.size() > 2) {
      throw new IllegalArgumentException(
          "a key has one or two attributes, not " + attributes.keySet());
    }
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /**
   * The key of a table that has a partition key only, for example {@code Key.of("code", "SPRING")}.
   *
   * @param value a {@code String}, a {@code Number}, a {@code byte[]} or an {@link AttributeValue}
   */
  public static Key of(String name, Object value) {
    return new Key(Map.of(name, attribute(name, value)));
  }

  /**
   * The key of a table that has both, for example {@code Key.of("code", "SPRING", "user", "ann")}.
   *
   * @param value of the partition key, as for {@link #of(String, Object)}
   * @param sortValue of the sort key
   */
  public static Key of(String name, Object value, String sortName, Object sortValue) {
    return new Key(Map.of(name, attribute(name, value), sortName, attribute(sortName, sortValue)));
  }

  /** DynamoDB takes text, numbers and bytes in a key. */
  static AttributeValue attribute(String name, Object value) {
    if (value == null) {
      throw refused(name, "null");
    }
    return switch (value) {
      case String text -> AttributeValue.fromS(text);
      case Number number -> AttributeValue.fromN(number.toString());
      case byte[] bytes -> AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
      case AttributeValue attribute -> attribute;
      default -> throw refused(name, value.getClass().getName());
    };
  }

  private static IllegalArgumentException refused(String name, String found) {
    return new IllegalArgumentException(
        "key attribute '%s' must be a String, a Number or a byte[], but is %s"
            .formatted(name, found));
  }

  /** Written by hand: the JVM takes 3 ms of a start to make that of a record. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && attributes.equals(key.attributes);
  }

  @Override
  public int hashCode() {
    return attributes.hashCode();
  }

  @Override
  public String toString() {
    return attributes.toString();
  }
}
