package io.dynamopatterns.emulator.schedule;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Schedules under one clock, which their owner moves: with the machine's time while the fleet is
 * up, with the time of the input when a file is run, so that days pass in seconds.
 */
public final class Schedules {
  private final List<RunningSchedule> schedules;

  public Schedules(List<RunningSchedule> schedules) {
    this.schedules = List.copyOf(schedules);
  }

  /** Runs all that is due up to a time, in the order of time. */
  public void advanceTo(Instant now) {
    Optional<RunningSchedule> due = due(now);
    while (due.isPresent() && !Thread.currentThread().isInterrupted()) {
      due.get().fire();
      due = due(now);
    }
  }

  /**
   * Runs each once that is due up to a time, for the last of its slots up to then, in the order of
   * these slots.
   */
  public void jumpTo(Instant now) {
    schedules.forEach(schedule -> schedule.skipTo(now));
    advanceTo(now);
  }

  /** Runs each once, due or not, in their order. */
  public void runEach() {
    for (RunningSchedule schedule : schedules) {
      if (schedule.next().isPresent() && !Thread.currentThread().isInterrupted()) {
        schedule.fire();
      }
    }
  }

  /** Whether anything is due at a time. */
  public boolean isDue(Instant now) {
    return due(now).isPresent();
  }

  public boolean isEmpty() {
    return schedules.isEmpty();
  }

  public long deadLettered() {
    return schedules.stream().mapToLong(RunningSchedule::deadLettered).sum();
  }

  private Optional<RunningSchedule> due(Instant now) {
    return schedules.stream()
        .filter(schedule -> schedule.next().isPresent())
        .filter(schedule -> !schedule.next().get().isAfter(now))
        .min(Comparator.comparing(schedule -> schedule.next().get()));
  }
}
