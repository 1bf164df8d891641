package io.dynamopatterns.sim.dynamodb.table;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeOrder;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import io.dynamopatterns.sim.dynamodb.value.Sizes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A table: its items, its indexes and all changes so far. */
public final class ModelTable {
  /** The largest item, names and values. */
  private static final int MOST_BYTES = 400 * 1024;

  private static final int UNIT = 1024;

  /** Partitions are in the order of their hashes, as a scan returns them. */
  static final Comparator<Attribute> BY_HASH =
      Comparator.<Attribute>comparingLong(Hashes::of).thenComparing(AttributeOrder.INSTANCE);

  /** A scan returns the items of a partition in the order of their sort keys. */
  static final Comparator<ModelKey> BY_KEY =
      Comparator.comparing(ModelKey::partition, BY_HASH)
          .thenComparing(ModelKey::sort, AttributeOrder.INSTANCE);

  private final String name;
  private final KeySchema keys;
  private final Map<String, Index> indexes = new LinkedHashMap<>();
  private final NavigableMap<Attribute, NavigableMap<Attribute, Map<String, Attribute>>>
      partitions = new TreeMap<>(BY_HASH);

  /** The items of each index, by its partition key, in the order of a scan of the table. */
  private final Map<Index, Map<Attribute, NavigableMap<ModelKey, Map<String, Attribute>>>> indexed =
      new HashMap<>();

  private final List<ModelChange> changes = new ArrayList<>();
  private final List<ChangeStream> streams = new ArrayList<>();
  private final Optional<Consumer<ModelChange>> listener;

  public ModelTable(String name, KeySchema keys, List<Index> indexes) {
    this(name, keys, indexes, Optional.empty());
  }

  /**
   * A table that hands its changes on and keeps none: it has no stream, and its reads are current.
   *
   * @param listener is called with each change
   */
  public ModelTable(
      String name, KeySchema keys, List<Index> indexes, Consumer<ModelChange> listener) {
    this(name, keys, indexes, Optional.of(listener));
  }

  private ModelTable(
      String name, KeySchema keys, List<Index> indexes, Optional<Consumer<ModelChange>> listener) {
    this.listener = listener;
    this.name = name;
    this.keys = keys;
    newStream();
    for (Index index : indexes) {
      this.indexes.put(index.name(), index);
      indexed.put(index, new HashMap<>());
    }
  }

  public String name() {
    return name;
  }

  public KeySchema keys() {
    return keys;
  }

  public Index index(String index) {
    if (!indexes.containsKey(index)) {
      throw ServiceError.validation("The table does not have the specified index: " + index);
    }
    return indexes.get(index);
  }

  /** The stream of the changes from now on. */
  public ChangeStream stream() {
    return streams.getLast();
  }

  /**
   * Ends the stream and begins another one, as the service does when a stream is switched off and
   * on. What the old one has can still be read.
   */
  public ChangeStream newStream() {
    if (!streams.isEmpty()) {
      stream().end();
    }
    streams.add(new ChangeStream(name, keys, streams.size()));
    return stream();
  }

  public boolean hasChanges() {
    return !changes.isEmpty();
  }

  /** All changes so far, in their order. */
  public List<ModelChange> changes() {
    return Collections.unmodifiableList(changes);
  }

  /** Forgets all changes, and what the stream has of them, as after its retention. */
  public void forgetChanges() {
    changes.clear();
    stream().forget();
  }

  public Optional<Map<String, Attribute>> find(ModelKey key) {
    return Optional.ofNullable(partitions.get(key.partition()))
        .map(partition -> partition.get(key.sort()));
  }

  /** All items. */
  public List<Map<String, Attribute>> items() {
    return partitions.values().stream().flatMap(partition -> partition.values().stream()).toList();
  }

  /** The table as a read sees it that misses the last changes. */
  public View without(int lastChanges) {
    Map<ModelKey, Optional<Map<String, Attribute>>> before = new LinkedHashMap<>();
    for (ModelChange change :
        changes.subList(Math.max(0, changes.size() - lastChanges), changes.size())) {
      before.putIfAbsent(change.key(), change.before());
    }
    return new View(this, before);
  }

  NavigableMap<Attribute, NavigableMap<Attribute, Map<String, Attribute>>> partitions() {
    return partitions;
  }

  /** The items that an index has under a partition key. */
  NavigableMap<ModelKey, Map<String, Attribute>> indexed(Index index, Attribute partition) {
    return indexed.get(index).getOrDefault(partition, Collections.emptyNavigableMap());
  }

  /** Refuses an item that cannot be stored. */
  public void requireStorable(Map<String, Attribute> item) {
    if (Sizes.of(item) > MOST_BYTES) {
      throw ServiceError.validation("Item size has exceeded the maximum allowed size");
    }
    indexes.values().forEach(index -> index.keys().requireIndexable(item));
  }

  /** Stores or deletes an item. A write that changes nothing leaves no change. */
  public void write(
      Instant now, ModelKey key, Optional<Map<String, Attribute>> after, boolean byTimeToLive) {
    Optional<Map<String, Attribute>> before = find(key);
    if (before.equals(after)) {
      return;
    }
    NavigableMap<Attribute, Map<String, Attribute>> partition =
        partitions.computeIfAbsent(key.partition(), any -> new TreeMap<>(AttributeOrder.INSTANCE));
    after.ifPresentOrElse(
        item -> partition.put(key.sort(), item), () -> partition.remove(key.sort()));
    if (partition.isEmpty()) {
      partitions.remove(key.partition());
    }
    indexed.forEach((index, items) -> move(key, before, after, index, items));
    ModelChange change = new ModelChange(now, key, before, after, byTimeToLive);
    if (listener.isPresent()) {
      listener.get().accept(change);
    } else {
      changes.add(change);
      stream().append(change);
    }
  }

  private static void move(
      ModelKey key,
      Optional<Map<String, Attribute>> before,
      Optional<Map<String, Attribute>> after,
      Index index,
      Map<Attribute, NavigableMap<ModelKey, Map<String, Attribute>>> items) {
    before
        .flatMap(index::partition)
        .ifPresent(
            partition ->
                items.computeIfPresent(
                    partition,
                    (any, now) -> {
                      now.remove(key);
                      return now.isEmpty() ? null : now;
                    }));
    after
        .flatMap(index::partition)
        .ifPresent(
            partition ->
                items
                    .computeIfAbsent(partition, any -> new TreeMap<>(BY_KEY))
                    .put(key, after.orElseThrow()));
  }

  /** The write units of a change, with its indexes. */
  public double units(
      Optional<Map<String, Attribute>> before, Optional<Map<String, Attribute>> after) {
    return ownUnits(before, after)
        + indexes.values().stream().mapToDouble(index -> index.units(before, after)).sum();
  }

  /**
   * The write units of a change by the partition key that takes them. A key of an index is another
   * one than the table's, with its own limit, and has the index's name before it.
   */
  public Map<String, Double> unitsByKey(ModelChange change) {
    Map<String, Double> units = new LinkedHashMap<>();
    units.put(
        change.key().partition().toString(), (double) ownUnits(change.before(), change.after()));
    indexes
        .values()
        .forEach(
            index ->
                index
                    .unitsByKey(change.before(), change.after())
                    .forEach((key, ofKey) -> units.put(index.name() + ' ' + key, (double) ofKey)));
    return units;
  }

  private static int ownUnits(
      Optional<Map<String, Attribute>> before, Optional<Map<String, Attribute>> after) {
    int bytes = Math.max(before.map(Sizes::of).orElse(0), after.map(Sizes::of).orElse(0));
    return Math.max(1, Math.ceilDiv(bytes, UNIT));
  }
}
