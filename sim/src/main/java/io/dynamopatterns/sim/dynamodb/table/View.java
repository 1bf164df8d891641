package io.dynamopatterns.sim.dynamodb.table;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A table as one read sees it: a read that is not consistent may miss the last changes. */
public final class View {
  private final ModelTable table;
  private final Map<ModelKey, Optional<Map<String, Attribute>>> before;

  /**
   * @param before the items as they were before the changes that the read misses
   */
  View(ModelTable table, Map<ModelKey, Optional<Map<String, Attribute>>> before) {
    this.table = table;
    this.before = before;
  }

  public Optional<Map<String, Attribute>> find(ModelKey key) {
    return before.containsKey(key) ? before.get(key) : table.find(key);
  }

  /** The items of a partition, in the order of their sort keys. */
  public List<Map<String, Attribute>> partition(Attribute partition) {
    return List.copyOf(sorted(partition).values());
  }

  private NavigableMap<Attribute, Map<String, Attribute>> sorted(Attribute partition) {
    NavigableMap<Attribute, Map<String, Attribute>> now =
        Optional.ofNullable(table.partitions().get(partition))
            .orElseGet(() -> new TreeMap<>(AttributeOrder.INSTANCE));
    if (before.isEmpty()) {
      return now;
    }
    NavigableMap<Attribute, Map<String, Attribute>> seen = new TreeMap<>(AttributeOrder.INSTANCE);
    seen.putAll(now);
    before.forEach(
        (key, item) -> {
          if (key.partition().equals(partition)) {
            item.ifPresentOrElse(old -> seen.put(key.sort(), old), () -> seen.remove(key.sort()));
          }
        });
    return seen;
  }

  /**
   * The same within a range of sort keys.
   *
   * @param lowest where the range begins, or the key before it; empty if it has no beginning
   * @param range which keys are in the range
   */
  public List<Map<String, Attribute>> partition(
      Attribute partition, Optional<Attribute> lowest, Predicate<Attribute> range) {
    NavigableMap<Attribute, Map<String, Attribute>> seen = sorted(partition);
    List<Map<String, Attribute>> items = new ArrayList<>();
    for (Map.Entry<Attribute, Map<String, Attribute>> item :
        lowest.map(key -> seen.tailMap(key, true)).orElse(seen).entrySet()) {
      if (range.test(item.getKey())) {
        items.add(item.getValue());
      } else if (!lowest.equals(Optional.of(item.getKey()))) {
        break;
      }
    }
    return items;
  }

  /** All items, partition after partition. */
  public List<Map<String, Attribute>> items() {
    if (before.isEmpty()) {
      return table.items();
    }
    List<Attribute> partitions = new ArrayList<>(table.partitions().keySet());
    before.keySet().stream()
        .map(ModelKey::partition)
        .distinct()
        .filter(partition -> !table.partitions().containsKey(partition))
        .forEach(partitions::add);
    partitions.sort(ModelTable.BY_HASH);
    return partitions.stream().flatMap(partition -> partition(partition).stream()).toList();
  }

  /** The entries of an index under a partition key. */
  public List<Map<String, Attribute>> entries(Index index, Attribute partition) {
    NavigableMap<ModelKey, Map<String, Attribute>> seen = new TreeMap<>(ModelTable.BY_KEY);
    seen.putAll(table.indexed(index, partition));
    before.forEach(
        (key, old) -> {
          if (old.flatMap(index::partition).equals(Optional.of(partition))) {
            seen.put(key, old.orElseThrow());
          } else {
            seen.remove(key);
          }
        });
    return seen.values().stream().map(index::entry).flatMap(Optional::stream).toList();
  }

  /** All entries of an index. */
  public List<Map<String, Attribute>> entries(Index index) {
    return items().stream().map(index::entry).flatMap(Optional::stream).toList();
  }
}
