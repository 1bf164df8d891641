package io.dynamopatterns.history.table;

import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.item.ItemSize;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.ItemVersion;
import io.dynamopatterns.history.entry.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Entries as items of the history table. An entry is one item, its head, with the images in it as
 * maps or, above 1 KB, packed if that is smaller. What would not fit one item is packed and cut
 * into {@link ItemParts}, which sort directly after the head.
 */
final class EntryItems {
  static final String PK = "pk";
  static final String SK = "sk";
  static final String VERSION = "version";
  static final String EXPIRES_AT = "expiresAt";

  private static final String TABLE = "table";
  private static final String KEY = "key";
  private static final String EVENT_NAME = "eventName";
  private static final String TIME = "time";
  private static final String SEQUENCE = "sequence";
  private static final String OLD_VERSION = "oldVersion";
  private static final String VERSION_PROBLEM = "versionProblem";
  private static final String OLD_VERSION_PROBLEM = "oldVersionProblem";
  private static final String ACTOR = "actor";
  private static final String TTL = "ttl";
  private static final String TOMBSTONE = "tombstone";
  private static final String NEW_IMAGE = "newImage";
  private static final String OLD_IMAGE = "oldImage";
  private static final String IMAGES = "images";

  /** One write unit: below it, packing saves nothing and hides the images from the console. */
  private static final int WORTH_PACKING = 1024;

  /** DynamoDB allows 32 levels, and the image adds its own. */
  private static final int MAX_DEPTH = 30;

  private final Duration retention;

  /**
   * @param retention how long entries are kept, or zero for ever
   */
  EntryItems(Duration retention) {
    this.retention = retention;
  }

  /** The items of an entry: its parts, if it needs any, and last its head. */
  List<Map<String, AttributeValue>> encode(Entry entry) {
    Map<String, AttributeValue> head = head(entry);
    Map<String, AttributeValue> images = new TreeMap<>();
    entry.newImage().ifPresent(image -> images.put(NEW_IMAGE, AttributeValue.fromM(image)));
    entry.oldImage().ifPresent(image -> images.put(OLD_IMAGE, AttributeValue.fromM(image)));

    boolean flat = ItemSize.depth(images) <= MAX_DEPTH;
    if (flat && ItemSize.atMost(head) + ItemSize.atMost(images) <= WORTH_PACKING) {
      head.putAll(images);
      return List.of(head);
    }
    int headSize = ItemSize.of(head);
    int plainSize = headSize + ItemSize.of(images);
    boolean plainFits = flat && plainSize <= ItemParts.MAX_ITEM;
    if (plainFits && plainSize <= WORTH_PACKING) {
      head.putAll(images);
      return List.of(head);
    }
    byte[] packed = PackedImages.pack(images);
    int packedSize = headSize + IMAGES.length() + packed.length;
    if (plainFits && plainSize <= packedSize) {
      head.putAll(images);
      return List.of(head);
    }
    return ItemParts.split(head, IMAGES, packed);
  }

  /**
   * The entry that these items make, in any order.
   *
   * @return empty if the head is missing: the entry is not written yet
   * @throws IllegalStateException if a part is missing
   */
  static Optional<Entry> decode(List<Map<String, AttributeValue>> items) {
    return items.stream()
        .filter(item -> item.get(SK).s().length() == Position.LENGTH)
        .findFirst()
        .map(head -> decode(head, items));
  }

  /** When DynamoDB may delete this item, or empty for never. */
  static Optional<Instant> expiresAt(Map<String, AttributeValue> item) {
    return Optional.ofNullable(item.get(EXPIRES_AT))
        .map(value -> Instant.ofEpochSecond(Long.parseLong(value.n())));
  }

  /** The position that an item belongs to, whether it is a head or a part. */
  static String position(Map<String, AttributeValue> item) {
    return item.get(SK).s().substring(0, Position.LENGTH);
  }

  private Map<String, AttributeValue> head(Entry entry) {
    Map<String, AttributeValue> head = new TreeMap<>();
    head.put(PK, text(entry.item().text()));
    head.put(SK, text(entry.position().toString()));
    head.put(TABLE, text(entry.item().table()));
    head.put(KEY, AttributeValue.fromM(entry.item().attributes()));
    head.put(EVENT_NAME, text(entry.eventName().name()));
    head.put(TIME, text(Times.text(entry.time())));
    head.put(SEQUENCE, text(entry.position().sequence()));
    putVersion(head, entry.version(), VERSION, VERSION_PROBLEM);
    putVersion(head, entry.oldVersion(), OLD_VERSION, OLD_VERSION_PROBLEM);
    entry.actor().ifPresent(actor -> head.put(ACTOR, text(actor)));
    if (entry.byTimeToLive()) {
      head.put(TTL, AttributeValue.fromBool(true));
    }
    if (entry.isTombstone()) {
      head.put(TOMBSTONE, AttributeValue.fromBool(true));
    }
    putExpiry(head, entry);
    return head;
  }

  private void putExpiry(Map<String, AttributeValue> item, Entry entry) {
    if (!retention.isZero()) {
      long expiresAt = entry.position().time().plus(retention).getEpochSecond();
      item.put(EXPIRES_AT, AttributeValue.fromN(Long.toString(expiresAt)));
    }
  }

  private static Entry decode(
      Map<String, AttributeValue> head, List<Map<String, AttributeValue>> items) {
    Map<String, AttributeValue> images = images(head, items);
    return new Entry(
        new ItemKey(head.get(TABLE).s(), head.get(KEY).m()),
        Position.parse(head.get(SK).s()),
        EventName.valueOf(head.get(EVENT_NAME).s()),
        Instant.parse(head.get(TIME).s()),
        version(head, VERSION, VERSION_PROBLEM),
        version(head, OLD_VERSION, OLD_VERSION_PROBLEM),
        Optional.ofNullable(head.get(ACTOR)).map(AttributeValue::s),
        head.containsKey(TTL),
        Optional.ofNullable(images.get(NEW_IMAGE)).map(AttributeValue::m),
        Optional.ofNullable(images.get(OLD_IMAGE)).map(AttributeValue::m));
  }

  private static Map<String, AttributeValue> images(
      Map<String, AttributeValue> head, List<Map<String, AttributeValue>> items) {
    boolean packed = head.containsKey(IMAGES) || ItemParts.hasParts(head);
    return packed ? PackedImages.unpack(ItemParts.data(head, IMAGES, items)) : head;
  }

  private static void putVersion(
      Map<String, AttributeValue> head, ItemVersion version, String number, String problem) {
    version
        .number()
        .ifPresent(value -> head.put(number, AttributeValue.fromN(Long.toString(value))));
    if (version.isBad()) {
      head.put(problem, text(version.problem()));
    }
  }

  private static ItemVersion version(
      Map<String, AttributeValue> head, String number, String problem) {
    AttributeValue value = head.get(number);
    AttributeValue bad = head.get(problem);
    return new ItemVersion(
        value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value.n())),
        bad == null ? null : bad.s());
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }
}
