package io.dynamopatterns.common.item;

import io.dynamopatterns.common.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items whose data may be larger than DynamoDB allows (400 KB): it is cut into parts, further items
 * in the same partition, whose sort keys begin with the item's. Parts are written before the item,
 * so that a reader finds it whole or not at all.
 *
 * <p>The sort keys of parts carry a digest of the data, and the item names it: parts of other data
 * that a broken run left, are never mixed with others.
 *
 * <p>The table's key is {@code pk} and {@code sk}, both text. Parts sort directly after their item
 * as long as no other sort key is this one followed by {@code #}; {@link #sortKeys} finds them in
 * any case.
 */
public final class ItemParts {
  /** Where an item has no more than this, its size can be a little off and it still fits. */
  public static final int MAX_ITEM = 396 * 1024;

  /** Sorts between an item and its parts. */
  public static final String PART_MARK = "#c";

  /** Sorts after all parts of an item. */
  public static final String AFTER_PARTS = "#d";

  private static final String PK = "pk";
  private static final String SK = "sk";
  private static final String EXPIRES_AT = "expiresAt";
  private static final String PARTS = "parts";
  private static final String DIGEST = "digest";
  private static final String PART = "part";
  private static final String DATA = "data";

  private static final int PART_DATA = 390 * 1024;

  private ItemParts() {}

  /**
   * The items that hold this one with its data: its parts, if it needs any, and last itself. Parts
   * expire with it, by its {@code expiresAt}.
   *
   * @param item the item without the data
   * @param attribute the attribute for the data, as long as it fits
   */
  public static List<Map<String, AttributeValue>> split(
      Map<String, AttributeValue> item, String attribute, byte[] data) {
    Map<String, AttributeValue> head = new TreeMap<>(item);
    if (ItemSize.of(head) + attribute.length() + data.length <= MAX_ITEM) {
      head.put(attribute, binary(data));
      return List.of(head);
    }
    String digest = digest(data);
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (int from = 0; from < data.length; from += PART_DATA) {
      int number = items.size() + 1;
      Map<String, AttributeValue> part = new TreeMap<>();
      part.put(PK, head.get(PK));
      part.put(SK, AttributeValue.fromS(sortKey(head, number, digest)));
      part.put(PART, AttributeValue.fromN(Integer.toString(number)));
      part.put(
          DATA, binary(Arrays.copyOfRange(data, from, Math.min(from + PART_DATA, data.length))));
      if (head.containsKey(EXPIRES_AT)) {
        part.put(EXPIRES_AT, head.get(EXPIRES_AT));
      }
      items.add(part);
    }
    head.put(PARTS, AttributeValue.fromN(Integer.toString(items.size())));
    head.put(DIGEST, AttributeValue.fromS(digest));
    items.add(head);
    return items;
  }

  /** Whether this is a part of another item. */
  public static boolean isPart(Map<String, AttributeValue> item) {
    return item.containsKey(PART);
  }

  /** Whether the data of this item is in parts. */
  public static boolean hasParts(Map<String, AttributeValue> item) {
    return item.containsKey(PARTS);
  }

  /** The sort keys of an item's parts, in their order; none when its data is in the item. */
  public static List<String> sortKeys(Map<String, AttributeValue> item) {
    if (!hasParts(item)) {
      return List.of();
    }
    return IntStream.rangeClosed(1, Integer.parseInt(item.get(PARTS).n()))
        .mapToObj(number -> sortKey(item, number, item.get(DIGEST).s()))
        .toList();
  }

  /**
   * The data of an item.
   *
   * @param attribute where the data is when it fits
   * @param others items among which are its parts, if it has any
   * @throws IllegalStateException if a part is missing
   */
  public static byte[] data(
      Map<String, AttributeValue> item,
      String attribute,
      Collection<Map<String, AttributeValue>> others) {
    if (!hasParts(item)) {
      return item.get(attribute).b().asByteArrayUnsafe();
    }
    Map<String, byte[]> found = new HashMap<>();
    others.stream()
        .filter(ItemParts::isPart)
        .forEach(part -> found.put(part.get(SK).s(), part.get(DATA).b().asByteArrayUnsafe()));
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    List<String> sortKeys = sortKeys(item);
    for (int i = 0; i < sortKeys.size(); i++) {
      byte[] part = found.get(sortKeys.get(i));
      if (part == null) {
        throw new IllegalStateException(
            "item %s of %s: part %d of %d is missing"
                .formatted(item.get(SK).s(), item.get(PK).s(), i + 1, sortKeys.size()));
      }
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static AttributeValue binary(byte[] data) {
    return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(data));
  }

  private static String sortKey(Map<String, AttributeValue> item, int number, String digest) {
    return "%s%s%04d#%s".formatted(item.get(SK).s(), PART_MARK, number, digest);
  }

  private static String digest(byte[] data) {
    return HexFormat.of().formatHex(Sha256.of(data), 0, Long.BYTES);
  }
}
