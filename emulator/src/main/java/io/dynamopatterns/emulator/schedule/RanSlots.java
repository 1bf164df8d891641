package io.dynamopatterns.emulator.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which slots the schedules of a fleet have run: how many, and the last of them. */
public final class RanSlots {
  private static final int MOST = 1000;

  private final Map<String, Long> counts = new HashMap<>();
  private final List<Slot> last = new ArrayList<>();
  private long forgotten;

  /**
   * @param schedule its name
   * @param slot the time that the schedule names
   * @param time when it was run
   */
  public record Slot(String schedule, Instant slot, Instant time) {}

  /** Adds a slot that has just run. */
  public synchronized void add(ScheduleSpec schedule, Instant slot) {
    counts.merge(schedule.name(), 1L, Long::sum);
    last.add(new Slot(schedule.name(), slot, Instant.now()));
    if (last.size() > MOST) {
      last.removeFirst();
      forgotten++;
    }
  }

  /** How many slots each schedule has run. */
  public synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /** How many slots have run in all. */
  public synchronized long size() {
    return forgotten + last.size();
  }

  /** The slots from a number on, as far as they are still known. */
  public synchronized List<Slot> from(long number) {
    int first = (int) Math.max(0, Math.min(last.size(), number - forgotten));
    return List.copyOf(last.subList(first, last.size()));
  }
}
