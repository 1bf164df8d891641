package io.dynamopatterns.local.fleet;

import io.dynamopatterns.emulator.schedule.ScheduleSpec;
import io.dynamopatterns.emulator.schedule.Schedules;
import io.dynamopatterns.local.log.ClickFeed;
import io.dynamopatterns.mapping.MappingSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Lets the schedules that tell their slot follow the time of the input, so that days of log pass in
 * seconds: what came before a due time is settled before the schedule runs.
 *
 * <p>Between two lines nothing comes, so a schedule runs once for all its slots between them, in
 * the last. What there is to do grows with the lines, not with the time between them.
 */
public final class InputClock implements ClickFeed.TimeListener {
  /** How long the schedules continue after the last line, for periods and their grace to end. */
  private static final Duration AFTERWARDS = Duration.ofDays(1);

  /**
   * A time without lines that is longer than a day.
   *
   * @param from the latest time before it
   * @param to the time of the line that ends it
   */
  public record Gap(Instant from, Instant to) {}

  private final Fleet fleet;
  private final Predicate<MappingSpec> consumers;
  private final List<Gap> gaps = new ArrayList<>();
  private Schedules schedules = new Schedules(List.of());
  private Instant now = Instant.MIN;

  /**
   * @param consumers the mappings that settle before a schedule runs: all but those that bring the
   *     input
   */
  public InputClock(Fleet fleet, Predicate<MappingSpec> consumers) {
    this.fleet = fleet;
    this.consumers = consumers;
  }

  @Override
  public void reach(Instant time) throws InterruptedException {
    if (now.equals(Instant.MIN)) {
      schedules = fleet.schedules(time, ScheduleSpec::tellsTheSlot);
      now = time;
    }
    if (time.isAfter(now)) {
      if (time.isAfter(now.plus(AFTERWARDS))) {
        gaps.add(new Gap(now, time));
      }
      now = time;
      if (schedules.isDue(now)) {
        fleet.mappings().where(consumers).awaitSettled();
        schedules.jumpTo(now);
      }
    }
  }

  /** Settles what came last and lets the schedules run on for a day. */
  public void finish() throws InterruptedException {
    fleet.mappings().awaitSettled();
    if (!schedules.isEmpty()) {
      schedules.advanceTo(now.plus(AFTERWARDS));
      fleet.mappings().awaitSettled();
    }
  }

  /** The gaps in the input's time, in their order. */
  public List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /** Scheduled events given up on. */
  public long deadLettered() {
    return schedules.deadLettered();
  }
}
