package io.dynamopatterns.periodic.table;

import io.dynamopatterns.common.item.ItemParts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Events in the order of their keys, each once: when the number of shards was raised between two
 * deliveries of an event, it is in two of them.
 */
public final class BucketEvents implements Iterator<StoredEvent> {
  private final Iterator<Map<String, AttributeValue>> items;
  private final Deque<StoredEvent> next = new ArrayDeque<>();
  private String last = "";

  BucketEvents(Iterator<Map<String, AttributeValue>> items) {
    this.items = items;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && items.hasNext()) {
      Map<String, AttributeValue> item = items.next();
      if (!ItemParts.isPart(item)) {
        StoredEvent event = StoredEvent.of(item);
        if (!event.sortKey().equals(last)) {
          next.add(event);
        }
        last = event.sortKey();
      }
    }
    return !next.isEmpty();
  }

  @Override
  public StoredEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return next.removeFirst();
  }

  /** Puts events back that were read last, in their order. */
  public void putBack(List<StoredEvent> events) {
    events.reversed().forEach(next::addFirst);
  }
}
