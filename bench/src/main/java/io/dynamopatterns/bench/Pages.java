package io.dynamopatterns.bench;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.query.MergedItems;
import io.dynamopatterns.common.query.PageSource;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.eventstore.event.Slot;
import io.dynamopatterns.eventstore.table.Partitions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The partitions of one slot, in memory. */
final class Pages implements Partitions {
  private static final int PAGE = 250;

  private final Slot slot;
  private final Map<String, List<Map<String, AttributeValue>>> items = new HashMap<>();

  Pages(Slot slot) {
    this.slot = slot;
  }

  /** Adds an item after those of its partition. */
  void add(Map<String, AttributeValue> item) {
    items.computeIfAbsent(item.get("pk").s(), pk -> new ArrayList<>()).add(item);
  }

  @Override
  public Iterator<Slot> slots(Instant from, Instant before, Deadline deadline) {
    return List.of(slot).iterator();
  }

  @Override
  public MergedItems items(Slot of, SortKeyRange range, int firstPage, Deadline deadline) {
    return new MergedItems(
        of.partitions().stream().map(pk -> pages(items.getOrDefault(pk, List.of()))).toList(),
        "sk",
        1);
  }

  private static PageSource pages(List<Map<String, AttributeValue>> all) {
    Iterator<Integer> starts =
        IntStream.iterate(0, from -> from < all.size(), from -> from + PAGE).iterator();
    return () -> {
      if (!starts.hasNext()) {
        return new PageSource.Page(List.of(), false);
      }
      int from = starts.next();
      int to = Math.min(all.size(), from + PAGE);
      return new PageSource.Page(all.subList(from, to), to < all.size());
    };
  }
}
