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
  private int every = 1;
  private int skipped;

  synchronized void add(Counts counts) {
    slots.addAll(counts.slots());
    if (slots.size() > MOST_SLOTS) {
      slots.subList(0, slots.size() - MOST_SLOTS).clear();
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
    return List.copyOf(slots);
  }
}
