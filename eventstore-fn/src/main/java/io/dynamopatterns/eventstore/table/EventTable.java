package io.dynamopatterns.eventstore.table;

import io.dynamopatterns.common.Backoff;
import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.batch.BatchWrite;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.IdempotentPut;
import io.dynamopatterns.common.versioned.PutOutcome;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.eventstore.event.Slot;
import io.dynamopatterns.eventstore.settings.EventStoreSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The event table. The events of a slot are in as many partitions as the slot has shards, each in
 * the order of the event keys. Beside them it keeps:
 *
 * <ul>
 *   <li>{@code store}/{@code store}: the {@link StoreHead};
 *   <li>{@code slots}/<i>start</i>: every slot that may have events, with its number of shards;
 *   <li>{@code shards}/<i>source shard</i>: how far the stream is stored, see {@link ShardStates};
 *   <li>{@code pump}/{@code pump}: where the pump continues, see {@link PumpProgress}.
 * </ul>
 *
 * <p>What only reads has {@link StoredEvents}.
 */
public final class EventTable {
  private static final int SECRET_BYTES = 32;

  private final DynamoDbClient client;
  private final String name;
  private final Duration width;
  private final String stream;
  private final int shards;
  private final StoredEvents stored;
  private final EventItems items;
  private final BatchWrite writes;
  private final VersionedTable<Map<String, AttributeValue>> versioned;
  private final Set<Instant> knownSlots = ConcurrentHashMap.newKeySet();
  private volatile StoreHead head;

  /**
   * @param backoff how writes are retried
   */
  public EventTable(DynamoDbClient client, EventStoreSettings settings, Backoff backoff) {
    this.client = client;
    this.name = settings.table();
    this.width = settings.slotWidth();
    this.stream = settings.stream();
    this.shards = settings.shards();
    this.stored = new StoredEvents(client, name);
    this.items = new EventItems(settings.retention());
    this.writes = new BatchWrite(client, name, backoff);
    this.versioned = new VersionedTable<>(client, schema(name));
  }

  /** The store, if it has been written to. */
  public Optional<StoreHead> head() {
    return stored.head();
  }

  /**
   * The store, which this call begins if no other has.
   *
   * @throws IllegalStateException if its slots have another width than this function is set to, or
   *     its events are of another stream
   */
  public StoreHead open(Deadline deadline) {
    if (head == null) {
      head = stored.head().orElseGet(() -> begin(deadline));
    }
    if (!head.width().equals(width)) {
      throw new IllegalStateException(
          "EVENTSTORE_SLOT_MINUTES is %d, but table %s has slots of %d minutes, which cannot be changed"
              .formatted(width.toMinutes(), name, head.width().toMinutes()));
    }
    if (!head.stream().equals(stream)) {
      // Its shards have the same names: what is below the sequence numbers here would pass for
      // stored, and be lost.
      throw new IllegalStateException(
          "EVENTSTORE_STREAM is %s, but table %s has the events of %s, which cannot be changed"
              .formatted(stream, name, head.stream()));
    }
    return head;
  }

  private StoreHead begin(Deadline deadline) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    StoreHead begun = new StoreHead(width, stream, secret);
    PutOutcome outcome =
        new IdempotentPut(client, schema(name)).within(deadline).ifAbsent(begun.toItem());
    return outcome instanceof PutOutcome.AlreadyThere there ? StoreHead.of(there.current()) : begun;
  }

  /** Over how many partitions the events of a slot are spread by this function. */
  public int shards() {
    return shards;
  }

  /** The start of the slot of this time. */
  public Instant slotOf(Instant time) {
    return Slot.startOf(time, width);
  }

  /**
   * Stores events, over what is there under the same keys, which is the same. Their slots are in
   * the directory before them, and an item's parts before the item.
   *
   * @throws io.dynamopatterns.common.batch.NotWrittenException if not all are known to be stored
   */
  public void put(List<PlacedEvents> placements, Deadline deadline) {
    List<Map<String, AttributeValue>> parts = new ArrayList<>();
    List<Map<String, AttributeValue>> heads = new ArrayList<>();
    Map<Instant, Map<Integer, String>> partitions = new HashMap<>();
    for (PlacedEvents placement : placements) {
      Instant slot = slotOf(placement.events().getFirst().key().time());
      enterSlot(slot, deadline);
      String partition =
          partitions
              .computeIfAbsent(slot, start -> new HashMap<>())
              .computeIfAbsent(placement.shard(), shard -> Slot.partition(slot, shard));
      List<Map<String, AttributeValue>> placed = items.items(partition, placement.events());
      parts.addAll(placed.subList(0, placed.size() - 1));
      heads.add(placed.getLast());
    }
    writes.put(parts, deadline);
    writes.put(heads, deadline);
  }

  static VersionedSchema<Map<String, AttributeValue>> schema(String table) {
    return VersionedSchema.of(table, EventItems.PK, EventItems.SK);
  }

  static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of(EventItems.PK, AttributeValue.fromS(pk), EventItems.SK, AttributeValue.fromS(sk));
  }

  /**
   * Puts a slot into the directory. The greatest number of shards stays, and the latest expiry, so
   * that a function with other settings hides nothing.
   */
  private void enterSlot(Instant slot, Deadline deadline) {
    if (knownSlots.contains(slot)) {
      return;
    }
    Map<String, AttributeValue> key = key(StoredEvents.SLOTS, Slot.text(slot));
    Optional<Long> expiry = items.expiry(slot.plus(width)).map(at -> Long.parseLong(at.n()));
    versioned
        .within(deadline)
        .update(new Key(key), current -> entered(key, current, expiry))
        .orElseThrow();
    knownSlots.add(slot);
  }

  private Optional<Map<String, AttributeValue>> entered(
      Map<String, AttributeValue> key,
      Optional<Map<String, AttributeValue>> current,
      Optional<Long> expiry) {
    long allShards =
        Math.max(shards, current.map(item -> number(item, StoredEvents.SHARDS)).orElse(0L));
    Map<String, AttributeValue> item = new HashMap<>(key);
    item.put(StoredEvents.SHARDS, AttributeValue.fromN(Long.toString(allShards)));
    boolean forEver = current.isPresent() && !current.get().containsKey(EventItems.EXPIRES_AT);
    if (expiry.isPresent() && !forEver) {
      long latest =
          Math.max(
              expiry.get(), current.map(known -> number(known, EventItems.EXPIRES_AT)).orElse(0L));
      item.put(EventItems.EXPIRES_AT, AttributeValue.fromN(Long.toString(latest)));
    }
    return current.equals(Optional.of(item)) ? Optional.empty() : Optional.of(item);
  }

  private static long number(Map<String, AttributeValue> item, String attribute) {
    return Long.parseLong(item.get(attribute).n());
  }
}
