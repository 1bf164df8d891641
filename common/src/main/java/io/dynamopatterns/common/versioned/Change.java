package io.dynamopatterns.common.versioned;

import java.util.Optional;

/**
 * What {@link VersionedTable#update} makes of an item. It may be applied several times, to newer
 * versions each time, so it must have no side effects.
 *
 * @param <T> what the item is to the program
 */
@FunctionalInterface
public interface Change<T> {
  /**
   * @param current the item, or empty if there is none
   * @return the next version, with the same key, or empty to write nothing
   */
  Optional<T> apply(Optional<T> current);
}
