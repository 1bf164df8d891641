package io.dynamopatterns.common.item;

import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How DynamoDB measures items. The size of numbers is only known approximately; here it is never
 * too small.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">
 *     DynamoDB item sizes and formats</a>
 */
public final class ItemSize {
  private static final int COLLECTION_OVERHEAD = 3;
  private static final int ELEMENT_OVERHEAD = 1;

  /** The most bytes that a character takes; two halves of a pair take four. */
  private static final int UTF8_OF_A_CHARACTER = 3;

  private ItemSize() {}

  /** The size in bytes, names included. */
  public static int of(Map<String, AttributeValue> item) {
    return of(item, ItemSize::utf8);
  }

  /** At least the size, and at most three times it: found without a look at every character. */
  public static int atMost(Map<String, AttributeValue> item) {
    return of(item, text -> UTF8_OF_A_CHARACTER * text.length());
  }

  /** Whether the size is above this many bytes. */
  public static boolean isAbove(int bytes, Map<String, AttributeValue> item) {
    return atMost(item) > bytes && of(item) > bytes;
  }

  private static int of(Map<String, AttributeValue> item, ToIntFunction<String> text) {
    int size = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      size += text.applyAsInt(attribute.getKey()) + of(attribute.getValue(), text);
    }
    return size;
  }

  /** How many levels of lists and maps are nested; 0 for flat items. */
  public static int depth(Map<String, AttributeValue> item) {
    int depth = 0;
    for (AttributeValue value : item.values()) {
      depth = Math.max(depth, depth(value));
    }
    return depth;
  }

  private static int of(AttributeValue value, ToIntFunction<String> text) {
    return switch (value.type()) {
      case S -> text.applyAsInt(value.s());
      case N -> number(value.n());
      case B -> bytes(value.b());
      case SS -> value.ss().stream().mapToInt(text).sum();
      case NS -> value.ns().stream().mapToInt(ItemSize::number).sum();
      case BS -> value.bs().stream().mapToInt(ItemSize::bytes).sum();
      case L ->
          COLLECTION_OVERHEAD
              + value.l().stream().mapToInt(element -> ELEMENT_OVERHEAD + of(element, text)).sum();
      case M -> COLLECTION_OVERHEAD + ELEMENT_OVERHEAD * value.m().size() + of(value.m(), text);
      default -> 1;
    };
  }

  private static int depth(AttributeValue value) {
    return switch (value.type()) {
      case L -> 1 + deepest(value.l());
      case M -> 1 + depth(value.m());
      default -> 0;
    };
  }

  private static int deepest(List<AttributeValue> values) {
    return values.stream().mapToInt(ItemSize::depth).max().orElse(0);
  }

  /** The bytes of a text in UTF-8, counted without encoding it. Half a pair becomes a '?'. */
  private static int utf8(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (c < 0x800) {
        bytes++;
      } else if (!Character.isSurrogate(c)) {
        bytes += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        // Four bytes for two characters.
        bytes += 2;
        i++;
      }
    }
    return bytes;
  }

  private static int bytes(SdkBytes bytes) {
    return bytes.asByteArrayUnsafe().length;
  }

  /** One byte for two significant digits, one for the exponent, one for a sign. */
  private static int number(String text) {
    return Math.min((text.length() + 1) / 2 + 2, 21);
  }
}
