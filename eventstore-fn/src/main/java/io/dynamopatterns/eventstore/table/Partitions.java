package io.dynamopatterns.eventstore.table;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.query.MergedItems;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.eventstore.event.Slot;
import java.time.Instant;
import java.util.Iterator;

/** What a reader of events needs of the event table. */
public interface Partitions {
  /**
   * The slots that may have events from a time on and before another, in their order; those that
   * never had any are not among them.
   */
  Iterator<Slot> slots(Instant from, Instant before, Deadline deadline);

  /**
   * The items of a slot, of all its partitions, in the order of their sort keys.
   *
   * @param firstPage how many items of a partition to read at first
   */
  MergedItems items(Slot slot, SortKeyRange range, int firstPage, Deadline deadline);
}
