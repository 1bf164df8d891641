package io.dynamopatterns.history.entry;

import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.common.versioned.Tombstones;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Names one item of one table.
 *
 * @param table the name of the table
 * @param attributes the key attributes of the item, one or two
 */
public record ItemKey(String table, Map<String, AttributeValue> attributes) {
  /** What DynamoDB allows for a partition key, in bytes. */
  private static final int MAX_LENGTH = 2048;

  /** DynamoDB's numbers end at 10^125; an exponent beyond is refused, not written out. */
  private static final int MAX_EXPONENT = 130;

  public ItemKey {
    if (attributes.isEmpty() || attributes.size() > 2) {
      throw new IllegalArgumentException(
          "a key has one or two attributes, not " + attributes.keySet());
    }
    Map<String, AttributeValue> canonical = new HashMap<>();
    attributes.forEach((name, value) -> canonical.put(name, canonical(name, value)));
    attributes = Map.copyOf(canonical);
  }

  /**
   * The key as text, the same for equal keys and different for different ones: {@code
   * table|name=T:value}, a second attribute after {@code &}, names in their order, T the type. Text
   * too long for a partition key is replaced by its SHA-256.
   */
  public String text() {
    StringJoiner text = new StringJoiner("&");
    sorted(attributes).forEach((name, value) -> text.add(escape(name) + '=' + text(value)));
    String full = table + '|' + text;
    // A character takes up to three bytes.
    boolean fits =
        3 * full.length() <= MAX_LENGTH
            || full.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH;
    return fits ? full : table + "|sha256:" + Sha256.hex(full);
  }

  /** Whether this image of the item is a tombstone: the item is deleted. */
  public boolean isTombstone(Map<String, AttributeValue> image) {
    return Tombstones.isTombstone(attributes.keySet(), image);
  }

  @Override
  public String toString() {
    return text();
  }

  private static Map<String, AttributeValue> sorted(Map<String, AttributeValue> attributes) {
    return attributes.size() == 1 ? attributes : new TreeMap<>(attributes);
  }

  private static AttributeValue canonical(String name, AttributeValue value) {
    return switch (value.type()) {
      case S, B -> value;
      case N -> AttributeValue.fromN(canonicalNumber(name, value.n()));
      default ->
          throw new IllegalArgumentException(
              "key attribute '%s' must be a string (S), a number (N) or binary (B), but is %s"
                  .formatted(name, value.type()));
    };
  }

  /** Callers may write 1.0 for what DynamoDB keeps as 1. */
  private static String canonicalNumber(String name, String number) {
    try {
      BigDecimal decimal = new BigDecimal(number).stripTrailingZeros();
      if (Math.abs((long) decimal.precision() - decimal.scale()) <= MAX_EXPONENT) {
        return decimal.toPlainString();
      }
    } catch (NumberFormatException e) {
      // Refused below, together with what is out of range.
    }
    throw new IllegalArgumentException(
        "key attribute '%s' must be a number that DynamoDB can hold, but is '%s'"
            .formatted(name, number));
  }

  private static String text(AttributeValue value) {
    return switch (value.type()) {
      case S -> "S:" + escape(value.s());
      case N -> "N:" + value.n();
      default ->
          "B:"
              + Base64.getUrlEncoder()
                  .withoutPadding()
                  .encodeToString(value.b().asByteArrayUnsafe());
    };
  }

  /** Keeps the separators unambiguous and everything else readable. */
  private static String escape(String text) {
    return text.replace("%", "%25").replace("&", "%26").replace("=", "%3D");
  }
}
