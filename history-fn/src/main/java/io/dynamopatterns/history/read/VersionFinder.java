package io.dynamopatterns.history.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.table.HistoryTable;
import java.util.Iterator;
import java.util.List;

/** Finds the one entry that a request names. */
public final class VersionFinder {
  /** The entry, the one before it, and one item more that shows where that ends. */
  private static final int ITEMS = 3;

  private static final int SHOWN = 10;

  private final HistoryTable table;

  public VersionFinder(HistoryTable table) {
    this.table = table;
  }

  /**
   * The entry.
   *
   * @throws VersionNotFoundException if there is none, or more than one of this number
   */
  public Version find(ItemKey item, VersionRef wanted, Deadline deadline) {
    Position position =
        switch (wanted) {
          case VersionRef.AtPosition at -> at.position();
          case VersionRef.OfNumber of -> only(item, of.number(), deadline);
        };
    Iterator<Entry> back = table.newestFirstFrom(item, position, ITEMS);
    Entry found = back.hasNext() ? back.next() : null;
    if (found == null || !found.position().equals(position)) {
      throw new VersionNotFoundException("%s has no entry at %s".formatted(item, position));
    }
    return Version.of(back.hasNext() ? back.next() : null, found);
  }

  private Position only(ItemKey item, long number, Deadline deadline) {
    List<Position> found = table.positionsOf(item, number, deadline);
    if (found.isEmpty()) {
      throw new VersionNotFoundException("%s has no entry with version %d".formatted(item, number));
    }
    // A snapshot repeats what a change has made.
    List<Position> changes = found.stream().filter(position -> !position.isOfBaseline()).toList();
    if (changes.size() > 1) {
      throw new VersionNotFoundException(
          "%s has %d entries with version %d, name one by its position: %s"
              .formatted(
                  item,
                  changes.size(),
                  number,
                  changes.stream().limit(SHOWN).map(Position::toString).toList()));
    }
    return changes.isEmpty() ? found.getLast() : changes.getFirst();
  }
}
