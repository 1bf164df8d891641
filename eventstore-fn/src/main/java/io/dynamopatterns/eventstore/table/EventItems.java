package io.dynamopatterns.eventstore.table;

import static java.util.stream.Collectors.joining;

import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.Utf8;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.item.ItemSize;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.EventKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Events as items. One event is an item under its own key; several, or one that is cheaper
 * compressed, are a pack, whose sort key is that of its first event and a digest of which events
 * are in it. Equal events make equal items, so writing them again changes nothing.
 */
public final class EventItems {
  static final String PK = "pk";
  static final String SK = "sk";
  static final String EXPIRES_AT = "expiresAt";

  private static final String ARRIVAL = "arrival";
  private static final String PARTITION_KEY = "key";
  private static final String DATA = "data";
  private static final String PACK = "pack";
  private static final String COUNT = "events";

  /** Between a pack's first event and its digest. */
  private static final String PACK_MARK = "#p";

  private static final int WRITE_UNIT = 1024;

  private final Duration retention;

  /**
   * @param retention how long events are kept, or zero for ever
   */
  public EventItems(Duration retention) {
    this.retention = retention;
  }

  /** The partition key of an item. */
  public static String partition(Map<String, AttributeValue> item) {
    return item.get(PK).s();
  }

  /** The sort key of an item. */
  public static String sortKey(Map<String, AttributeValue> item) {
    return item.get(SK).s();
  }

  /**
   * The items that hold these events, of one slot, in the order of their keys: parts of items
   * first, if any, and the item that they belong to last.
   */
  public List<Map<String, AttributeValue>> items(String partition, List<Event> events) {
    if (events.size() > 1) {
      return pack(partition, events);
    }
    Map<String, AttributeValue> plain = plain(partition, events.getFirst());
    if (!ItemSize.isAbove(WRITE_UNIT, plain)) {
      return List.of(plain);
    }
    List<Map<String, AttributeValue>> packed = pack(partition, events);
    boolean cheaper = packed.stream().mapToInt(EventItems::units).sum() < units(plain);
    return cheaper || ItemSize.isAbove(ItemParts.MAX_ITEM, plain) ? packed : List.of(plain);
  }

  /**
   * The events of an item, in the order of their keys.
   *
   * @param others items among which are its parts, if it has any
   */
  public static List<Event> events(
      Map<String, AttributeValue> item, Collection<Map<String, AttributeValue>> others) {
    return item.containsKey(COUNT)
        ? PackedEvents.unpack(ItemParts.data(item, PACK, others))
        : List.of(event(item));
  }

  /** Whether an item has expired; DynamoDB deletes it days later. */
  public static boolean isExpired(Map<String, AttributeValue> item, Instant now) {
    AttributeValue expiresAt = item.get(EXPIRES_AT);
    return expiresAt != null && Long.parseLong(expiresAt.n()) <= now.getEpochSecond();
  }

  /** When something of this time expires, if it does. */
  Optional<AttributeValue> expiry(Instant time) {
    return retention.isZero()
        ? Optional.empty()
        : Optional.of(AttributeValue.fromN(Long.toString(time.plus(retention).getEpochSecond())));
  }

  /** What an item says of its event beside the keys; also that of the buffer. */
  static void describe(Event event, Map<String, AttributeValue> item) {
    item.put(SK, AttributeValue.fromS(event.key().text()));
    item.put(PARTITION_KEY, AttributeValue.fromS(event.partitionKey()));
    if (!event.arrival().equals(event.key().time())) {
      item.put(ARRIVAL, AttributeValue.fromS(Times.text(event.arrival())));
    }
    item.put(
        DATA,
        Utf8.text(event.data())
            .map(AttributeValue::fromS)
            .orElseGet(() -> AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(event.data()))));
  }

  /** The event that an item describes. */
  static Event event(Map<String, AttributeValue> item) {
    EventKey key = new EventKey(item.get(SK).s());
    AttributeValue data = item.get(DATA);
    return new Event(
        key,
        item.containsKey(ARRIVAL) ? Times.parse(item.get(ARRIVAL).s()) : key.time(),
        item.get(PARTITION_KEY).s(),
        data.s() != null
            ? data.s().getBytes(StandardCharsets.UTF_8)
            : data.b().asByteArrayUnsafe());
  }

  private Map<String, AttributeValue> plain(String partition, Event event) {
    Map<String, AttributeValue> item = new TreeMap<>();
    item.put(PK, AttributeValue.fromS(partition));
    describe(event, item);
    expiry(event.key().time()).ifPresent(expiresAt -> item.put(EXPIRES_AT, expiresAt));
    return item;
  }

  private List<Map<String, AttributeValue>> pack(String partition, List<Event> events) {
    Map<String, AttributeValue> head = new TreeMap<>();
    head.put(PK, AttributeValue.fromS(partition));
    head.put(SK, AttributeValue.fromS(events.getFirst().key().text() + PACK_MARK + digest(events)));
    head.put(COUNT, AttributeValue.fromN(Integer.toString(events.size())));
    expiry(events.getLast().key().time()).ifPresent(at -> head.put(EXPIRES_AT, at));
    return ItemParts.split(head, PACK, PackedEvents.pack(events));
  }

  private static int units(Map<String, AttributeValue> item) {
    return (ItemSize.of(item) + WRITE_UNIT - 1) / WRITE_UNIT;
  }

  private static String digest(List<Event> events) {
    String keys = events.stream().map(event -> event.key().text()).collect(joining());
    return HexFormat.of().formatHex(Sha256.of(keys), 0, Long.BYTES);
  }
}
