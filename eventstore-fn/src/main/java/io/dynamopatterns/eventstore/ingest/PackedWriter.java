package io.dynamopatterns.eventstore.ingest;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.table.EventTable;
import io.dynamopatterns.eventstore.table.PlacedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores events of the same time together, compressed. Packs go to the partitions of a slot by
 * turns, so that none gets more than its share.
 *
 * <p>When events are stored again in other batches, they are in several packs; readers drop what
 * they have seen.
 */
public final class PackedWriter implements EventWriter {
  /**
   * How long before its last event a pack's first one is, at most. A reader that begins at a time
   * scans from this much earlier. It must never shrink: stored packs have this span.
   */
  public static final Duration MAX_SPAN = Duration.ofSeconds(10);

  /** Packs of more would be no cheaper, but a reader would hold and read more at a time. */
  private static final int MAX_EVENTS = 250;

  private static final int MAX_BYTES = 128 * 1024;

  private final EventTable table;

  public PackedWriter(EventTable table) {
    this.table = table;
  }

  @Override
  public long write(List<Event> events, long turn, Deadline deadline) {
    List<PlacedEvents> placements = new ArrayList<>();
    long next = turn;
    for (List<Event> pack : packs(events)) {
      placements.add(new PlacedEvents(pack, (int) Long.remainderUnsigned(next, table.shards())));
      next++;
    }
    table.put(placements, deadline);
    return next;
  }

  private List<List<Event>> packs(List<Event> events) {
    List<List<Event>> packs = new ArrayList<>();
    Instant slot = null;
    Instant latest = null;
    int bytes = 0;
    for (Event event : events) {
      Instant time = event.key().time();
      int size = event.data().length + event.partitionKey().length();
      if (packs.isEmpty()
          || !table.slotOf(time).equals(slot)
          || time.isAfter(latest)
          || packs.getLast().size() == MAX_EVENTS
          || bytes + size > MAX_BYTES) {
        packs.add(new ArrayList<>());
        slot = table.slotOf(time);
        latest = time.plus(MAX_SPAN);
        bytes = 0;
      }
      packs.getLast().add(event);
      bytes += size;
    }
    return packs;
  }
}
