package io.dynamopatterns.eventstore.table;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.query.MergedItems;
import io.dynamopatterns.common.query.MergedQuery;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.eventstore.event.Slot;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is in an event table, for readers that know no more than its name: the store itself says how
 * long its slots are.
 *
 * <p>All reads are strongly consistent: an event missed on a replica that lags would be missing
 * from a playback for good.
 */
public final class StoredEvents implements Partitions {
  /** The partition of the directory of slots. */
  static final String SLOTS = "slots";

  /** How many shards a slot was written with. */
  static final String SHARDS = "shards";

  private static final int SLOTS_PAGE = 1000;
  private static final int MAX_PAGE = 1000;
  private static final int READ_THREADS = 8;

  private final DynamoDbClient client;
  private final String table;
  private volatile StoreHead head;

  /**
   * @param table the name of the event table
   */
  public StoredEvents(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /** The store, if it has been written to. */
  public Optional<StoreHead> head() {
    if (head == null) {
      var answer =
          client.getItem(get -> get.tableName(table).key(StoreHead.KEY).consistentRead(true));
      if (!answer.hasItem()) {
        return Optional.empty();
      }
      head = StoreHead.of(answer.item());
    }
    return Optional.of(head);
  }

  @Override
  public Iterator<Slot> slots(Instant from, Instant before, Deadline deadline) {
    Optional<StoreHead> store = head();
    if (store.isEmpty()) {
      return Collections.emptyIterator();
    }
    SortKeyRange range =
        SortKeyRange.from(Slot.text(Slot.startOf(from, store.get().width())))
            .upTo(Slot.text(before));
    MergedItems found =
        new MergedQuery(client, table, true, SLOTS_PAGE, 1).items(List.of(SLOTS), range, deadline);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return found.hasNext();
      }

      @Override
      public Slot next() {
        Map<String, AttributeValue> item = found.next();
        return new Slot(
            Slot.parse(item.get(EventItems.SK).s()), Integer.parseInt(item.get(SHARDS).n()));
      }
    };
  }

  @Override
  public MergedItems items(Slot slot, SortKeyRange range, int firstPage, Deadline deadline) {
    int first = Math.min(MAX_PAGE, firstPage);
    return new MergedQuery(client, table, true, first, READ_THREADS)
        .withGrowingPages(first, MAX_PAGE)
        .items(slot.partitions(), range, deadline);
  }
}
