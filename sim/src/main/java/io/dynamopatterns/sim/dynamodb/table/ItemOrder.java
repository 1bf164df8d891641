package io.dynamopatterns.sim.dynamodb.table;

import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The order in which reads return items. */
public final class ItemOrder {
  private ItemOrder() {}

  /** By attributes, the first one first. */
  public static Comparator<Map<String, Attribute>> by(List<String> attributes) {
    return (left, right) -> {
      for (String attribute : attributes) {
        int order = AttributeOrder.INSTANCE.compare(left.get(attribute), right.get(attribute));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  /** By the hash of the partition key, then by attributes. */
  public static Comparator<Map<String, Attribute>> ofScan(
      String partition, List<String> attributes) {
    return Comparator.<Map<String, Attribute>>comparingLong(item -> Hashes.of(item.get(partition)))
        .thenComparing(by(List.of(partition)))
        .thenComparing(by(attributes));
  }
}
