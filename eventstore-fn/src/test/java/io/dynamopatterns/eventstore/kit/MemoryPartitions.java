package io.dynamopatterns.eventstore.kit;

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
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What an event table holds, in memory: for readers that ask very often. */
public final class MemoryPartitions implements Partitions {
  private final Map<String, NavigableMap<String, Map<String, AttributeValue>>> partitions =
      new HashMap<>();
  private final List<Slot> slots = new ArrayList<>();

  /**
   * @param items everything in the table
   */
  public MemoryPartitions(List<Map<String, AttributeValue>> items) {
    for (Map<String, AttributeValue> item : items) {
      partitions
          .computeIfAbsent(item.get("pk").s(), pk -> new TreeMap<>())
          .put(item.get("sk").s(), item);
    }
    partitions
        .getOrDefault("slots", new TreeMap<>())
        .forEach(
            (start, item) ->
                slots.add(new Slot(Slot.parse(start), Integer.parseInt(item.get("shards").n()))));
  }

  @Override
  public Iterator<Slot> slots(Instant from, Instant before, Deadline deadline) {
    return slots.stream()
        .filter(slot -> !slot.start().plusSeconds(86_400).isBefore(from))
        .filter(slot -> slot.start().isBefore(before))
        .iterator();
  }

  @Override
  public MergedItems items(Slot slot, SortKeyRange range, int firstPage, Deadline deadline) {
    return new MergedItems(
        slot.partitions().stream().map(pk -> pages(pk, range, firstPage)).toList(), "sk", 1);
  }

  private PageSource pages(String partition, SortKeyRange range, int size) {
    Iterator<Map<String, AttributeValue>> items =
        partitions
            .getOrDefault(partition, new TreeMap<>())
            .subMap(
                range.from().orElseThrow(),
                range.fromIncluded(),
                range.to().orElseThrow(),
                range.toIncluded())
            .values()
            .iterator();
    return () -> {
      List<Map<String, AttributeValue>> page = new ArrayList<>();
      while (page.size() < size && items.hasNext()) {
        page.add(items.next());
      }
      return new PageSource.Page(page, items.hasNext());
    };
  }
}
