package io.dynamopatterns.common;

import java.time.Duration;
import java.time.Instant;

/**
 * When a lease is over. One machine writes its end and another one reads it, so it goes by two
 * clocks: it is over for the reader only when it is over by both, and when a clock that is right
 * cannot have written it.
 *
 * <p>A lease decides when another runner tries, and never who may write: that is what versions are
 * for.
 */
public final class Leases {
  /** How far apart two clocks may be before a lease ends too early for its holder. */
  private static final Duration APART = Duration.ofSeconds(5);

  /**
   * How far ahead a clock may be before its leases are ignored. Generous: a holder that is ignored
   * while it works has its work done twice, one that is heeded too long costs this much time.
   */
  public static final Duration AHEAD = Duration.ofMinutes(1);

  private Leases() {}

  /**
   * Whether another runner may take over.
   *
   * @param until the end that the holder wrote
   * @param now by the clock of the reader
   * @param length how long leases last: none can end later than that from now
   */
  public static boolean isOver(Instant until, Instant now, Duration length) {
    return now.isAfter(until.plus(APART)) || isTooFarAhead(until, now, length);
  }

  /**
   * Whether a time is so far ahead that the clock that it was written by must have been wrong.
   *
   * @param most how far ahead it is by a clock that is right
   */
  public static boolean isTooFarAhead(Instant time, Instant now, Duration most) {
    return time.isAfter(now.plus(most).plus(AHEAD));
  }
}
