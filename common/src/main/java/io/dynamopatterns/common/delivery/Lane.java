package io.dynamopatterns.common.delivery;

import java.util.List;

/**
 * The records of a batch whose effects must keep their order.
 *
 * @param key what the lanes were made by
 * @param records at least one, in the order of their source
 */
public record Lane<T>(String key, List<Delivered<T>> records) {
  public Lane {
    records = List.copyOf(records);
  }
}
