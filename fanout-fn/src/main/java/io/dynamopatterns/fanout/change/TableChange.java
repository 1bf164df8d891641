package io.dynamopatterns.fanout.change;

import io.dynamopatterns.common.Sha256;
import io.dynamopatterns.common.delivery.Delivered;
import io.dynamopatterns.common.delivery.ItemChange;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.EventName;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;

/**
 * One change of one item. It is named by its place in the stream, which is the key of its entry in
 * the history: a change read from there is the same, with the same id, as the one that the stream
 * delivered.
 *
 * @param item whose change
 * @param position its place among the changes of the item
 * @param change what happened, with the images that the stream or the history has
 */
public record TableChange(ItemKey item, Position position, ItemChange change) {

  /**
   * The change that a stream delivers.
   *
   * @throws IllegalArgumentException if its key or its position cannot be one
   */
  public static TableChange of(Delivered<ItemChange> delivered) {
    ItemChange change = delivered.value();
    return new TableChange(
        new ItemKey(change.table(), change.keys()),
        new Position(delivered.arrival(), delivered.sequenceNumber()),
        change);
  }

  /**
   * The change that the history keeps.
   *
   * @throws IllegalArgumentException if the entry is a baseline
   */
  public static TableChange of(Entry entry) {
    if (entry.eventName() == EventName.BASELINE) {
      throw new IllegalArgumentException(
          "a baseline is not a change: " + entry.item() + " at " + entry.position());
    }
    return new TableChange(
        entry.item(),
        entry.position(),
        new ItemChange(
            entry.item().table(),
            entry.item().attributes(),
            ItemChange.Kind.valueOf(entry.eventName().name()),
            entry.byTimeToLive(),
            entry.newImage(),
            entry.oldImage()));
  }

  /** What consumers tell duplicates by: the same at every delivery and in every replay. */
  public String id() {
    return Sha256.hex(item.text() + '\n' + position);
  }

  /** Whose order is kept: the same for all changes of the item. */
  public String group() {
    return Sha256.hex(item.text());
  }

  /** The sequence number in the stream, without the leading zeros that the history gives it. */
  public String sequenceNumber() {
    String digits = position.sequence();
    int first = 0;
    while (first < digits.length() - 1 && digits.charAt(first) == '0') {
      first++;
    }
    return digits.substring(first);
  }
}
