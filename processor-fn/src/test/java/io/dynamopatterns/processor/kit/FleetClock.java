package io.dynamopatterns.processor.kit;

import io.dynamopatterns.processor.run.Heartbeats;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that stands still until it is moved; the hearts of runs beat as it moves. */
public final class FleetClock extends Clock implements Heartbeats {
  private static final class Beat {
    private final Duration period;
    private final Runnable what;
    private Instant next;

    Beat(Instant now, Duration period, Runnable what) {
      this.period = period;
      this.what = what;
      this.next = now.plus(period);
    }
  }

  private final List<Beat> beats = new CopyOnWriteArrayList<>();
  private volatile Instant now;

  public FleetClock(Instant start) {
    now = start;
  }

  /** Moves on, or back: then no heart beats. */
  public synchronized void advance(Duration time) {
    Instant end = now.plus(time);
    for (Optional<Beat> due = due(end); due.isPresent(); due = due(end)) {
      Beat beat = due.get();
      now = beat.next.isAfter(now) ? beat.next : now;
      beat.next = now.plus(beat.period);
      beat.what.run();
    }
    now = end;
  }

  /** Time that goes by while all processes are held up: no heart beats in it. */
  public synchronized void advanceWithoutHeartbeats(Duration time) {
    now = now.plus(time);
    beats.forEach(beat -> beat.next = now.plus(beat.period));
  }

  private Optional<Beat> due(Instant end) {
    return beats.stream()
        .min(Comparator.comparing(beat -> beat.next))
        .filter(beat -> !beat.next.isAfter(end));
  }

  @Override
  public Beating start(String name, Duration period, Runnable beat) {
    Beat begun = new Beat(now, period, beat);
    beats.add(begun);
    return () -> beats.remove(begun);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("The fleet's clock is UTC");
  }
}
