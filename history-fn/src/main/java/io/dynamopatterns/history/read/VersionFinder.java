package io.dynamopatterns.history.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.ItemJson;
import io.dynamopatterns.common.request.NotFoundException;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.entry.ItemKey;
import io.dynamopatterns.history.entry.Position;
import io.dynamopatterns.history.table.HistoryTable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
   * @throws NotFoundException if there is none, or more than one of this number
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
      throw new NotFoundException("%s has no entry at %s".formatted(item, position));
    }
    return Version.of(back.hasNext() ? back.next() : null, found);
  }

  private Position only(ItemKey item, long number, Deadline deadline) {
    List<Position> found = table.positionsOf(item, number, deadline);
    if (found.isEmpty()) {
      throw new NotFoundException("%s has no entry with version %d".formatted(item, number));
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    // A snapshot repeats what a change has made, or it is of another life of the item.
    Position one =
        found.stream()
            .filter(position -> !position.isOfBaseline())
            .findFirst()
            .orElse(found.getLast());
    String state = state(item, one);
    List<Position> others =
        found.stream()
            .filter(position -> !position.equals(one))
            .filter(position -> !position.isOfBaseline() || !state(item, position).equals(state))
            .toList();
    if (!others.isEmpty()) {
      throw new NotFoundException(
          "%s has %d entries with version %d, name one by its position: %s"
              .formatted(
                  item,
                  others.size() + 1,
                  number,
                  Stream.concat(Stream.of(one), others.stream())
                      .sorted()
                      .limit(SHOWN)
                      .map(Position::toString)
                      .toList()));
    }
    return one;
  }

  private String state(ItemKey item, Position position) {
    return ItemJson.write(
        table.newestFirstFrom(item, position, ITEMS).next().newImage().orElse(Map.of()));
  }
}
