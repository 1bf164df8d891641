package io.dynamopatterns.history.read;

import io.dynamopatterns.common.item.ItemJson;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is different between two states of an item, by attribute.
 *
 * @param added only in the later state
 * @param removed only in the earlier state
 * @param changed in both, with other values
 */
public record Difference(
    Map<String, AttributeValue> added,
    Map<String, AttributeValue> removed,
    Map<String, Change> changed) {

  /** Both values of an attribute. */
  public record Change(AttributeValue from, AttributeValue to) {}

  /** The difference of two items; one that is not there is empty. */
  static Difference between(Map<String, AttributeValue> from, Map<String, AttributeValue> to) {
    Map<String, AttributeValue> added = new TreeMap<>(to);
    added.keySet().removeAll(from.keySet());
    Map<String, AttributeValue> removed = new TreeMap<>(from);
    removed.keySet().removeAll(to.keySet());
    Map<String, Change> changed = new TreeMap<>();
    from.forEach(
        (name, before) -> {
          AttributeValue after = to.get(name);
          if (after != null && !text(after).equals(text(before))) {
            changed.put(name, new Change(before, after));
          }
        });
    return new Difference(added, removed, changed);
  }

  /** The members of a set have no order; its text has. */
  private static String text(AttributeValue value) {
    return ItemJson.write(Map.of("value", value));
  }
}
