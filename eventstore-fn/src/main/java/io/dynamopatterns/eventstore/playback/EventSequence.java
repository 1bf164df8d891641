package io.dynamopatterns.eventstore.playback;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.common.item.ItemParts;
import io.dynamopatterns.common.query.MergedItems;
import io.dynamopatterns.common.query.SortKeyRange;
import io.dynamopatterns.eventstore.event.Event;
import io.dynamopatterns.eventstore.event.Slot;
import io.dynamopatterns.eventstore.ingest.PackedWriter;
import io.dynamopatterns.eventstore.table.EventItems;
import io.dynamopatterns.eventstore.table.Partitions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Events in the order of their keys, each once, as lazily as their items are read.
 *
 * <p>Items come in the order of their sort keys, and no item has an event before its sort key. So
 * an event is next when no item is left with a sort key at or before it. What is held is one page
 * of items for each partition, and the packs whose times overlap. An event that is stored more than
 * once comes out of the packs one after the other, and is dropped the second time.
 */
public final class EventSequence implements Iterator<Event> {
  private final Partitions partitions;
  private final Span span;
  private final int wantedItems;
  private final Clock clock;
  private final Deadline deadline;
  private final Iterator<Slot> slots;
  private final PriorityQueue<Pack> packs =
      new PriorityQueue<>(Comparator.comparing(Pack::sortKey));
  private MergedItems items;
  private Map<String, AttributeValue> ahead;
  private String last;

  /**
   * What is read.
   *
   * @param place where it resumes, if it was begun
   */
  record Span(Instant from, Instant before, Optional<Place> place) {
    /** All events are after this text. */
    String after() {
      return place.map(Place::after).orElse(Times.text(from));
    }

    /** The time from which slots are read. */
    Instant start() {
      return place.map(Place::time).orElse(from);
    }

    /** The first sort key of an item that may have events of the span. */
    String scanFrom() {
      return place
          .map(Place::firstItem)
          .orElseGet(() -> Times.text(from.minus(PackedWriter.MAX_SPAN)));
    }

    String end() {
      return Times.text(before);
    }
  }

  EventSequence(Partitions partitions, Span span, int wantedItems, Clock clock, Deadline deadline) {
    this.partitions = partitions;
    this.span = span;
    this.wantedItems = wantedItems;
    this.clock = clock;
    this.deadline = deadline;
    this.last = span.after();
    this.slots =
        span.start().isBefore(span.before())
            ? partitions.slots(span.start(), span.before(), deadline)
            : List.<Slot>of().iterator();
  }

  @Override
  public boolean hasNext() {
    advance();
    return !packs.isEmpty() && packs.peek().sortKey().compareTo(span.end()) < 0;
  }

  @Override
  public Event next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Pack pack = packs.poll();
    Event event = pack.take();
    if (pack.hasEvent()) {
      packs.add(pack);
    }
    last = event.key().text();
    return event;
  }

  /** Where to resume after the last event, or where reading began if there was none. */
  public Optional<Place> place() {
    if (last.equals(span.after()) && span.place().isEmpty()) {
      return Optional.empty();
    }
    // Items that were not opened yet sort after the last event. Open ones may begin before it and
    // have events after the span, for the next sequence to read.
    String scanFrom =
        packs.stream().map(pack -> pack.item).min(Comparator.naturalOrder()).orElse(last);
    return Optional.of(new Place(last, scanFrom.compareTo(last) < 0 ? scanFrom : last));
  }

  /** How many items and events are held in memory now. */
  public int held() {
    return (items == null ? 0 : items.held())
        + packs.stream().mapToInt(pack -> pack.events.size() - pack.taken).sum();
  }

  /** Reads until the first event of the heap is the next one. */
  private void advance() {
    while (true) {
      dropSeen();
      if (ahead == null && !readAhead() && !packs.isEmpty()) {
        return;
      }
      if (ahead == null) {
        if (!nextSlot()) {
          return;
        }
      } else if (packs.isEmpty()
          || EventItems.sortKey(ahead).compareTo(packs.peek().sortKey()) <= 0) {
        open();
      } else {
        return;
      }
    }
  }

  /** Drops events at the head that came out before, or are before the span. */
  private void dropSeen() {
    while (!packs.isEmpty() && packs.peek().sortKey().compareTo(last) <= 0) {
      Pack pack = packs.poll();
      pack.take();
      if (pack.hasEvent()) {
        packs.add(pack);
      }
    }
  }

  private boolean nextSlot() {
    if (!slots.hasNext()) {
      return false;
    }
    Slot slot = slots.next();
    String from = span.scanFrom();
    SortKeyRange range = SortKeyRange.from(from).before(span.end());
    items = partitions.items(slot, range, firstPage(slot.shards()), deadline);
    return true;
  }

  /** A partition's share, and twice the deviation that a hash gives it. */
  private int firstPage(int shards) {
    int share = wantedItems / shards;
    return 1 + share + (int) (2 * Math.sqrt(share));
  }

  private boolean readAhead() {
    if (items != null && items.hasNext()) {
      ahead = items.next();
      return true;
    }
    return false;
  }

  /** Opens the item ahead, with its parts and with those of the same events elsewhere. */
  private void open() {
    String sortKey = EventItems.sortKey(ahead);
    String afterParts = sortKey + ItemParts.AFTER_PARTS;
    List<Map<String, AttributeValue>> group = new ArrayList<>();
    while (ahead != null
        && (EventItems.sortKey(ahead).equals(sortKey) || isPartOf(ahead, sortKey, afterParts))) {
      group.add(ahead);
      ahead = null;
      readAhead();
    }
    for (Map<String, AttributeValue> item : group) {
      if (!ItemParts.isPart(item) && !EventItems.isExpired(item, clock.instant())) {
        String partition = EventItems.partition(item);
        packs.add(
            new Pack(
                sortKey,
                EventItems.events(
                    item,
                    group.stream()
                        .filter(of -> EventItems.partition(of).equals(partition))
                        .toList())));
      }
    }
  }

  /** Parts without their item are of one that a broken run did not finish. */
  private static boolean isPartOf(
      Map<String, AttributeValue> item, String sortKey, String afterParts) {
    String candidate = EventItems.sortKey(item);
    return ItemParts.isPart(item)
        && candidate.startsWith(sortKey)
        && candidate.compareTo(afterParts) < 0;
  }

  /** The events of an item that were not taken yet. */
  private static final class Pack {
    private final String item;
    private final List<Event> events;
    private int taken;

    Pack(String item, List<Event> events) {
      this.item = item;
      this.events = events;
    }

    String sortKey() {
      return events.get(taken).key().text();
    }

    boolean hasEvent() {
      return taken < events.size();
    }

    Event take() {
      return events.get(taken++);
    }
  }
}
