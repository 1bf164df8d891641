package io.dynamopatterns.common.versioned;

import java.util.List;
import java.util.Optional;

/**
 * What {@link VersionedTransaction#update} makes of several items. It may be applied several times,
 * to newer versions each time, so it must have no effects of its own.
 */
@FunctionalInterface
public interface TransactionChange {
  /**
   * @param current the items in the order of their references, each empty if there is none
   * @return the writes of one transaction, or none to write nothing; an item that was only looked
   *     at belongs in it as a {@link VersionedWrite.Check} if it must not have changed
   */
  List<VersionedWrite> apply(List<Optional<VersionedItem>> current);
}
