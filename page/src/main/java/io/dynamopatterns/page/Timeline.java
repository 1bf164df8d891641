package io.dynamopatterns.page;

import java.util.ArrayList;
import java.util.List;

/**
 * The totals over time. It holds a bounded number of points however long the fleet runs: when it is
 * full, every second point is dropped, and from then on every second sample is kept.
 */
final class Timeline {
  static final int MOST_POINTS = 1200;
  static final int MOST_SLOTS = 500;

  /** Totals at a time. */
  record Point(long time, Counts.Totals totals) {}

  private final List<Point> points = new ArrayList<>();
  private final List<Counts.Slot> slots = new ArrayList<>();
  private long forgottenSlots;
  private int every = 1;
  private int skipped;

  synchronized void add(Counts counts) {
    slots.addAll(counts.slots());
    if (slots.size() > MOST_SLOTS) {
      int more = slots.size() - MOST_SLOTS;
      slots.subList(0, more).clear();
      forgottenSlots += more;
    }
    skipped++;
    if (skipped < every) {
      return;
    }
    skipped = 0;
    points.add(new Point(counts.time().toEpochMilli(), counts.totals()));
    if (points.size() >= MOST_POINTS) {
      for (int i = points.size() - 1; i > 0; i--) {
        if (i % 2 == 1) {
          points.remove(i);
        }
      }
      every *= 2;
    }
  }

  synchronized List<Point> points() {
    return List.copyOf(points);
  }

  /** The last slots of schedules. */
  synchronized List<Counts.Slot> slots() {
    return slotsFrom(0);
  }

  /** The slots from a number on, as far as they are kept. */
  synchronized List<Counts.Slot> slotsFrom(long number) {
    int first = Math.clamp(number - forgottenSlots, 0, slots.size());
    return List.copyOf(slots.subList(first, slots.size()));
  }

  /** How many slots have run in all. */
  synchronized long slotsEnd() {
    return forgottenSlots + slots.size();
  }
}
