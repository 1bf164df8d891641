package io.dynamopatterns.dax;

import io.dynamopatterns.common.NotDoneException;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.query.Query;
import io.dynamopatterns.common.versioned.Reads;
import io.dynamopatterns.common.versioned.VersionedItem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table's items as a cache has them: perhaps as they were some time ago, also after a write of
 * this very function.
 *
 * <p>What is read here is to be shown, not to be written to: there is no version, so it can't be
 * held for a write. A decision is made by {@link
 * io.dynamopatterns.common.versioned.VersionedTable}, which reads the table itself.
 *
 * <p>Deleted and expired items are left out. Instances are immutable and may be shared by threads.
 *
 * @param <T> the type of the items
 */
public final class CachedTable<T> {
  private final Reads<T> reads;

  CachedTable(Reads<T> reads) {
    this.reads = reads;
  }

  /**
   * A page of a query.
   *
   * @param items what was found, perhaps nothing although there is a next page
   * @param next where the next page begins; empty for the last page
   */
  public record Page<T>(List<T> items, Optional<String> next) {}

  /** One item. Needs {@code dax:GetItem}, and {@code dynamodb:GetItem} without the cache. */
  public Optional<T> get(Key key) {
    return reads.get(key).map(VersionedItem::value);
  }

  /**
   * Many items. Needs {@code dax:BatchGetItem}, and {@code dynamodb:BatchGetItem} without the
   * cache.
   *
   * @return those that exist, by key
   * @throws NotDoneException if not all could be read in time
   */
  public Map<Key, T> getAll(Collection<Key> keys) {
    Map<Key, T> items = new HashMap<>();
    reads.getAll(keys).forEach((key, item) -> items.put(key, item.value()));
    return items;
  }

  /**
   * A page of a query. Needs {@code dax:Query}, and {@code dynamodb:Query} without the cache.
   *
   * @param limit how many items the page has, unless the query or the time ends before
   * @param after what the page before gave as its next
   */
  public Page<T> page(Query query, int limit, Optional<String> after) {
    Reads.Page<T> page = reads.page(query, limit, after);
    return new Page<>(page.items().stream().map(VersionedItem::value).toList(), page.next());
  }

  /**
   * All items of a query, with the same permissions: the first page is read at once, each further
   * one as the stream is consumed.
   *
   * @throws NotDoneException from the stream, if the deadline passes before its end
   */
  public Stream<T> stream(Query query) {
    return reads.stream(query).map(VersionedItem::value);
  }
}
