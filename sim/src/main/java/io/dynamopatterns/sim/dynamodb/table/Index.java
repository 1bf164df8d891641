package io.dynamopatterns.sim.dynamodb.table;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.Sizes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A global secondary index.
 *
 * @param projected the attributes besides all keys; empty if the index has all attributes
 */
public record Index(
    String name, KeySchema keys, KeySchema tableKeys, Optional<Set<String>> projected) {
  private static final int UNIT = 1024;

  /** Under which partition key the index has an item; empty if it does not have the item. */
  Optional<Attribute> partition(Map<String, Attribute> item) {
    return keys.ofIndexed(item).map(ModelKey::partition);
  }

  /** What the index has of an item; empty if it does not have the item. */
  Optional<Map<String, Attribute>> entry(Map<String, Attribute> item) {
    if (keys.ofIndexed(item).isEmpty()) {
      return Optional.empty();
    }
    if (projected.isEmpty()) {
      return Optional.of(item);
    }
    Map<String, Attribute> entry = new LinkedHashMap<>(tableKeys.attributes(item));
    entry.putAll(keys.attributes(item));
    item.forEach(
        (attribute, value) -> {
          if (projected.get().contains(attribute)) {
            entry.put(attribute, value);
          }
        });
    return Optional.of(entry);
  }

  /** Whether the index has this attribute of the items that it has. */
  public boolean projects(String attribute) {
    return projected.isEmpty()
        || projected.get().contains(attribute)
        || keys.names().contains(attribute)
        || tableKeys.names().contains(attribute);
  }

  /** The write units that a change of an item costs in the index. */
  double units(Optional<Map<String, Attribute>> before, Optional<Map<String, Attribute>> after) {
    return unitsByKey(before, after).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The same by partition key: an entry that moves costs its old key and its new one. */
  Map<Attribute, Integer> unitsByKey(
      Optional<Map<String, Attribute>> before, Optional<Map<String, Attribute>> after) {
    Optional<Map<String, Attribute>> old = before.flatMap(this::entry);
    Optional<Map<String, Attribute>> next = after.flatMap(this::entry);
    Map<Attribute, Integer> units = new LinkedHashMap<>();
    if (old.equals(next)) {
      return units;
    }
    Optional<ModelKey> oldKey = old.flatMap(keys::ofIndexed);
    Optional<ModelKey> newKey = next.flatMap(keys::ofIndexed);
    int oldUnits = old.map(Index::units).orElse(0);
    int newUnits = next.map(Index::units).orElse(0);
    if (oldKey.equals(newKey)) {
      units.put(newKey.orElseThrow().partition(), Math.max(oldUnits, newUnits));
    } else {
      oldKey.ifPresent(key -> units.merge(key.partition(), oldUnits, Integer::sum));
      newKey.ifPresent(key -> units.merge(key.partition(), newUnits, Integer::sum));
    }
    return units;
  }

  private static int units(Map<String, Attribute> entry) {
    return Math.max(1, Math.ceilDiv(Sizes.of(entry), UNIT));
  }
}
