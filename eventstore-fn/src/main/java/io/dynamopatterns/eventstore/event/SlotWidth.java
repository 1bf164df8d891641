package io.dynamopatterns.eventstore.event;

import java.time.Duration;
import java.time.Instant;

/**
 * How much time a slot takes.
 *
 * @param minutes a number that divides a day
 */
public record SlotWidth(int minutes) {
  private static final int DAY = 1440;

  public SlotWidth {
    if (minutes < 1 || minutes > DAY || DAY % minutes != 0) {
      throw new IllegalArgumentException("minutes that divide a day, not " + minutes);
    }
  }

  /** The start of the slot of this time. */
  public Instant startOf(Instant time) {
    long seconds = Duration.ofMinutes(minutes).toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
  }
}
