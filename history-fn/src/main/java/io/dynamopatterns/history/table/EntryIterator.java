package io.dynamopatterns.history.table;

import io.dynamopatterns.history.entry.Entry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Puts entries together from the items of a query, in either order. Parts without a head belong to
 * an entry that is being written, or that a broken run left for the next delivery: they are passed
 * over.
 */
final class EntryIterator implements Iterator<Entry> {
  private final Iterator<Map<String, AttributeValue>> items;
  private final Predicate<Map<String, AttributeValue>> expired;
  private Map<String, AttributeValue> ahead;
  private Optional<Entry> next = Optional.empty();

  EntryIterator(
      Iterator<Map<String, AttributeValue>> items, Predicate<Map<String, AttributeValue>> expired) {
    this.items = items;
    this.expired = expired;
    this.ahead = items.hasNext() ? items.next() : null;
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty()) {
      next = advance();
    }
    return next.isPresent();
  }

  @Override
  public Entry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Entry entry = next.get();
    next = Optional.empty();
    return entry;
  }

  private Optional<Entry> advance() {
    while (ahead != null) {
      List<Map<String, AttributeValue>> group = group();
      if (group.stream().noneMatch(expired)) {
        Optional<Entry> entry = EntryItems.decode(group);
        if (entry.isPresent()) {
          return entry;
        }
      }
    }
    return Optional.empty();
  }

  /** The items of one position: a head, parts, or both. */
  private List<Map<String, AttributeValue>> group() {
    String position = EntryItems.position(ahead);
    List<Map<String, AttributeValue>> group = new ArrayList<>();
    while (ahead != null && EntryItems.position(ahead).equals(position)) {
      group.add(ahead);
      ahead = items.hasNext() ? items.next() : null;
    }
    return group;
  }
}
