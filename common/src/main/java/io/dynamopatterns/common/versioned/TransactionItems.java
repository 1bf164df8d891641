package io.dynamopatterns.common.versioned;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Items of one or several tables as they were at one moment, and what is to become of them in one
 * transaction.
 *
 * <p>An item that was only read may change before the transaction is applied. If the decision rests
 * on it, {@link #check} it.
 */
public final class TransactionItems {
  private final Map<ItemReference<?>, Optional<? extends VersionedItem<?>>> stored;
  private final Map<ItemReference<?>, VersionedWrite<?>> writes = new LinkedHashMap<>();

  TransactionItems(Map<ItemReference<?>, Optional<? extends VersionedItem<?>>> stored) {
    this.stored = stored;
  }

  /**
   * The item as it was read, or empty if there was none.
   *
   * @throws IllegalArgumentException if it is not one of the items that were to be read
   */
  public <T> Optional<T> get(ItemReference<T> item) {
    return held(item).map(VersionedItem::value);
  }

  /** The same with its version, for a write outside of this transaction. */
  public <T> Optional<VersionedItem<T>> held(ItemReference<T> item) {
    return VersionedTable.shown(stored(item));
  }

  /**
   * Stores this as the item's next version, or as a new item if there is none.
   *
   * @param next with the same key
   */
  public <T> void put(ItemReference<T> item, T next) {
    Optional<VersionedItem<T>> before = stored(item);
    VersionedWrite<T> write =
        before.isPresent()
            ? new VersionedWrite.Replace<>(item.schema(), before.get(), next)
            : new VersionedWrite.Create<>(item.schema(), next);
    if (!write.key().equals(item.key())) {
      throw new IllegalArgumentException(
          "table %s: what is put for %s must have its key, but has %s"
              .formatted(item.schema().tableName(), item.key(), write.key()));
    }
    writes.put(item, write);
  }

  /** Deletes the item. If there is none, the transaction fails unless that is still so. */
  public <T> void delete(ItemReference<T> item) {
    writes.put(
        item,
        held(item)
            .<VersionedWrite<T>>map(held -> new VersionedWrite.Delete<>(item.schema(), held))
            .orElseGet(() -> unchanged(item)));
  }

  /**
   * Writes nothing, but lets the transaction fail unless the item is still as it was read. Without
   * effect on an item that is written.
   */
  public void check(ItemReference<?> item) {
    writes.putIfAbsent(item, unchanged(item));
  }

  private <T> VersionedWrite<T> unchanged(ItemReference<T> item) {
    Optional<VersionedItem<T>> before = stored(item);
    return before.isPresent()
        ? new VersionedWrite.Check<>(item.schema(), before.get())
        : new VersionedWrite.CheckAbsent<>(item.schema(), item.key());
  }

  /** The writes and checks; with none, nothing is sent. */
  List<VersionedWrite<?>> writes() {
    return new ArrayList<>(writes.values());
  }

  private <T> Optional<VersionedItem<T>> stored(ItemReference<T> item) {
    Optional<? extends VersionedItem<?>> found = stored.get(item);
    if (found == null) {
      throw new IllegalArgumentException(
          "table %s: %s is not one of the items that the transaction reads"
              .formatted(item.schema().tableName(), item.key()));
    }
    // Read by the schema of the same reference.
    @SuppressWarnings("unchecked")
    Optional<VersionedItem<T>> typed = (Optional<VersionedItem<T>>) found;
    return typed;
  }
}
