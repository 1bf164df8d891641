package io.dynamopatterns.common.item;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When DynamoDB's time to live may delete an item. It does so days later, so readers must leave out
 * what has expired: {@link io.dynamopatterns.common.versioned.VersionedSchema#withExpiry}.
 *
 * @param epochSeconds as DynamoDB's time to live expects it
 */
public record Expiry(long epochSeconds) {

  /** This long from now. */
  public static Expiry in(Duration time, InstantSource clock) {
    return at(clock.instant().plus(time));
  }

  /** At this time, to the second below. */
  public static Expiry at(Instant time) {
    return new Expiry(time.getEpochSecond());
  }

  /** Whether it is over at this time. */
  public boolean isPast(Instant now) {
    return epochSeconds <= now.getEpochSecond();
  }
}
